package dev.caravel.bench.histories;

import dev.caravel.bench.histories.Operation.Kind;
import dev.caravel.bench.histories.Outcome.AlreadyExists;
import dev.caravel.bench.histories.Outcome.Conflict;
import dev.caravel.bench.histories.Outcome.Deleted;
import dev.caravel.bench.histories.Outcome.Listed;
import dev.caravel.bench.histories.Outcome.NotFound;
import dev.caravel.bench.histories.Outcome.Unknown;
import dev.caravel.bench.histories.Outcome.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A store that is right, and clients whose requests overlap: every request takes effect at one moment of its time, or never. */
final class SimulatedServer {
    private static final int CLIENTS = 4;
    private static final int OPERATIONS = 60;
    private static final List<String> KEYS = List.of("a", "b");

    private final Random random;
    private final Map<String, Version> objects = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final long seed;
    private long revision = 100;
    private int uids;

    SimulatedServer(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    History history() {
        long begun = revision;
        long[] free = new long[CLIENTS];
        for (int i = 0; i < OPERATIONS; i++) {
            long effect = 10L * i + 5;
            int client = random.nextInt(CLIENTS);
            long invoked = Math.max(free[client] + 1, effect - random.nextInt(40));
            long completed = effect + random.nextInt(4);
            free[client] = completed;
            operations.add(perform(client, i, Math.min(invoked, effect), completed));
        }
        WatchSegment watch = new WatchSegment("watch", Optional.of(Map.of()), begun, List.copyOf(changes), revision);
        return new History(seed, List.copyOf(operations), List.of(watch), List.copyOf(changes));
    }

    private Operation perform(int client, int number, long invoked, long completed) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        String key = KEYS.get(random.nextInt(KEYS.size()));
        String token = kind.writes() ? "token-" + number : "";
        long expected = kind == Kind.PUT && random.nextBoolean()
                ? Optional.ofNullable(objects.get(key)).map(Version::revision).orElse(1L) - random.nextInt(2)
                : 0;
        boolean lost = random.nextInt(10) == 0;
        if (lost && random.nextBoolean()) {
            return new Operation(
                    client, kind, key, token, expected, invoked, Long.MAX_VALUE, new Unknown("never came"));
        }
        Outcome outcome = apply(kind, key, token, expected);
        return lost
                ? new Operation(client, kind, key, token, expected, invoked, Long.MAX_VALUE, new Unknown("cut off"))
                : new Operation(client, kind, key, token, expected, invoked, completed, outcome);
    }

    private Outcome apply(Kind kind, String key, String token, long expected) {
        Version present = objects.get(key);
        return switch (kind) {
            case CREATE ->
                present != null ? new AlreadyExists() : store(key, token, "uid-" + uids++, Change.Type.ADDED);
            case PUT, PATCH -> {
                if (present == null) {
                    yield new NotFound();
                }
                yield expected != 0 && expected != present.revision()
                        ? new Conflict()
                        : store(key, token, present.uid(), Change.Type.MODIFIED);
            }
            case DELETE -> {
                if (present == null) {
                    yield new NotFound();
                }
                objects.remove(key);
                changes.add(new Change(++revision, key, Change.Type.DELETED, "", present.uid()));
                yield new Deleted(present.uid());
            }
            case GET, GET_ANY -> present == null ? new NotFound() : present;
            case LIST, LIST_ANY, LIST_PAGES -> new Listed(revision, Map.copyOf(objects));
        };
    }

    private Version store(String key, String token, String uid, Change.Type type) {
        Version version = new Version(++revision, token, uid);
        objects.put(key, version);
        changes.add(new Change(revision, key, type, token, uid));
        return version;
    }
}
