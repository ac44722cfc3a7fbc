package dev.caravel.bench.histories;

import static dev.caravel.bench.histories.ConfigMaps.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.bench.histories.Operation.Kind;
import dev.caravel.bench.histories.Outcome.AlreadyExists;
import dev.caravel.bench.histories.Outcome.Conflict;
import dev.caravel.bench.histories.Outcome.Deleted;
import dev.caravel.bench.histories.Outcome.Listed;
import dev.caravel.bench.histories.Outcome.NotFound;
import dev.caravel.bench.histories.Outcome.Refused;
import dev.caravel.bench.histories.Outcome.Unknown;
import dev.caravel.bench.histories.Outcome.Version;
import dev.caravel.bench.load.Connection;
import dev.caravel.bench.load.Connection.Answer;
import dev.caravel.bench.load.Connection.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One client of a history: asks for one thing after the other, and writes down what it was told. For one thread. */
final class Client {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int GONE = 410;
    private static final int TOO_MANY = 429;
    private static final int PAGE = 1;

    private final long history;
    private final int number;
    private final List<String> keys;
    private final Random random;
    private final Server server;
    private final Map<String, Long> seen = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private int writes;

    Client(long history, int number, List<String> keys, long seed, Server server) {
        this.history = history;
        this.number = number;
        this.keys = keys;
        this.random = new Random(seed);
        this.server = server;
    }

    List<Operation> run(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Kind kind = choose();
            String key = keys.get(random.nextInt(keys.size()));
            operations.add(attempt(kind, key));
        }
        return operations;
    }

    private Kind choose() {
        Kind[] kinds = Kind.values();
        // Half are writes that there is something to read for.
        return random.nextBoolean()
                ? kinds[random.nextInt(Kind.DELETE.ordinal())]
                : kinds[random.nextInt(kinds.length)];
    }

    private Operation attempt(Kind kind, String key) throws InterruptedException {
        String token = kind.writes() ? "%d-%d-%d".formatted(history, number, writes++) : "";
        long expected = kind == Kind.PUT && random.nextBoolean() ? seen.getOrDefault(key, 0L) : 0;
        Connection connection = server.connection();
        long invoked = System.nanoTime();
        try {
            Outcome outcome = ask(connection, kind, key, token, expected);
            long completed = outcome instanceof Unknown ? Long.MAX_VALUE : System.nanoTime();
            server.giveBack(connection);
            remember(key, outcome);
            return new Operation(number, kind, key, token, expected, invoked, completed, outcome);
        } catch (IOException e) {
            server.broken(connection);
            return new Operation(
                    number,
                    kind,
                    key,
                    token,
                    expected,
                    invoked,
                    Long.MAX_VALUE,
                    new Unknown(String.valueOf(e.getMessage())));
        }
    }

    private void remember(String key, Outcome outcome) {
        if (outcome instanceof Version version) {
            seen.put(key, version.revision());
        }
    }

    private Outcome ask(Connection connection, Kind kind, String key, String token, long expected) throws IOException {
        String path = ConfigMaps.path(key);
        String list = ConfigMaps.COLLECTION + "?" + ConfigMaps.selector(history);
        return switch (kind) {
            case CREATE ->
                outcome(
                        kind,
                        connection.ask(Request.post(ConfigMaps.COLLECTION, ConfigMaps.object(history, key, token, 0))));
            case PUT ->
                outcome(kind, connection.ask(Request.put(path, ConfigMaps.object(history, key, token, expected))));
            case PATCH -> outcome(kind, connection.ask(Request.mergePatch(path, ConfigMaps.patch(token))));
            case DELETE -> outcome(kind, connection.ask(Request.delete(path)));
            case GET -> outcome(kind, connection.ask(Request.get(path)));
            case GET_ANY -> outcome(kind, connection.ask(Request.get(path + "?resourceVersion=0")));
            case LIST -> outcome(kind, connection.ask(Request.get(list)));
            case LIST_ANY -> outcome(kind, connection.ask(Request.get(list + "&resourceVersion=0")));
            case LIST_PAGES -> pages(connection, list + "&limit=" + PAGE);
        };
    }

    private static Outcome outcome(Kind kind, Answer answer) throws IOException {
        return switch (answer.status()) {
            case OK, CREATED -> told(kind, JSON.readTree(answer.body()));
            case NOT_FOUND -> new NotFound();
            case CONFLICT -> kind == Kind.CREATE ? new AlreadyExists() : new Conflict();
            case TOO_MANY, GONE -> new Refused(answer.status());
            default -> new Unknown("status " + answer.status());
        };
    }

    private static Outcome told(Kind kind, JsonNode body) {
        return switch (kind) {
            case DELETE -> new Deleted(body.path("details").path("uid").asText());
            case LIST, LIST_ANY, LIST_PAGES -> new Listed(ConfigMaps.revision(body), items(body));
            default -> ConfigMaps.version(body);
        };
    }

    private static Map<String, Version> items(JsonNode list) {
        Map<String, Version> items = new HashMap<>();
        list.path("items").forEach(item -> items.put(ConfigMaps.key(item), ConfigMaps.version(item)));
        return items;
    }

    /** All pages are of the revision of the first. */
    private static Outcome pages(Connection connection, String list) throws IOException {
        Map<String, Version> items = new HashMap<>();
        long revision = 0;
        String next = "";
        do {
            Answer answer = connection.ask(Request.get(next.isEmpty() ? list : list + "&continue=" + next));
            if (answer.status() != OK) {
                return outcome(Kind.LIST_PAGES, answer);
            }
            JsonNode page = JSON.readTree(answer.body());
            revision = revision == 0 ? ConfigMaps.revision(page) : revision;
            items.putAll(items(page));
            next = page.path("metadata").path("continue").asText();
        } while (!next.isEmpty());
        return new Listed(revision, items);
    }
}
