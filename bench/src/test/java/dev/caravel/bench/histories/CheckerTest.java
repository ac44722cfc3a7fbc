package dev.caravel.bench.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.bench.histories.Change.Type;
import dev.caravel.bench.histories.Operation.Kind;
import dev.caravel.bench.histories.Outcome.AlreadyExists;
import dev.caravel.bench.histories.Outcome.Conflict;
import dev.caravel.bench.histories.Outcome.Deleted;
import dev.caravel.bench.histories.Outcome.Listed;
import dev.caravel.bench.histories.Outcome.NotFound;
import dev.caravel.bench.histories.Outcome.Unknown;
import dev.caravel.bench.histories.Outcome.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The checker of histories")
class CheckerTest {
    private static final int SEEDS = 300;
    private static final long NEVER = Long.MAX_VALUE;

    private final Checker checker = new Checker();
    private final List<Operation> operations = new ArrayList<>();
    private final List<WatchSegment> watches = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    @Test
    @DisplayName(
            "finds nothing in what a store did that is right, with requests that overlap and answers that were lost")
    void clean() {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertThat(checker.check(new SimulatedServer(seed).history())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("finds each fault that is planted there")
    void planted(Plant plant) {
        int planted = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Optional<History> bad = plant.into(new SimulatedServer(seed).history());
            if (bad.isPresent()) {
                planted++;
                assertThat(checker.check(bad.get()))
                        .as("%s with seed %d", plant, seed)
                        .isNotEmpty();
            }
        }
        assertThat(planted).isGreaterThan(SEEDS / 4);
    }

    @Test
    @DisplayName("lets a write whose answer was lost have happened, or not, or after the client had given up")
    void unknown() {
        write(Kind.CREATE, "a", "1", 0, 0, NEVER, new Unknown("cut off"));
        read(10, 11, new NotFound());
        changed(5, Type.ADDED, "1", "u");
        read(20, 21, new Version(5, "1", "u"));

        assertThat(kinds()).isEmpty();
    }

    @Test
    @DisplayName("finds a read of what was overwritten before it was asked for")
    void stale() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        write(Kind.PATCH, "a", "2", 0, 2, 3, new Version(6, "2", "u"));
        changed(5, Type.ADDED, "1", "u");
        changed(6, Type.MODIFIED, "2", "u");
        read(4, 5, new Version(5, "1", "u"));

        assertThat(kinds()).containsExactly(Violation.Kind.STALE_READ);
    }

    @Test
    @DisplayName("lets a read with resourceVersion=0 be old, but not of something that never was")
    void any() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        write(Kind.PATCH, "a", "2", 0, 2, 3, new Version(6, "2", "u"));
        changed(5, Type.ADDED, "1", "u");
        changed(6, Type.MODIFIED, "2", "u");
        operations.add(new Operation(0, Kind.GET_ANY, "a", "", 0, 4, 5, new Version(5, "1", "u")));
        assertThat(kinds()).isEmpty();

        operations.add(new Operation(0, Kind.GET_ANY, "a", "", 0, 6, 7, new Version(5, "2", "u")));
        assertThat(kinds()).containsExactly(Violation.Kind.FALSE_READ);
    }

    @Test
    @DisplayName("finds an absence that is told of an object that was there all the time")
    void absence() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        changed(5, Type.ADDED, "1", "u");
        read(2, 3, new NotFound());

        assertThat(kinds()).containsExactly(Violation.Kind.IMPOSSIBLE_ANSWER);
    }

    @Test
    @DisplayName("finds a conflict, or a name that is taken, where there was none")
    void refusals() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        changed(5, Type.ADDED, "1", "u");
        write(Kind.PUT, "a", "2", 5, 2, 3, new Conflict());
        write(Kind.CREATE, "b", "3", 0, 4, 5, new AlreadyExists());

        assertThat(kinds()).containsExactly(Violation.Kind.IMPOSSIBLE_ANSWER, Violation.Kind.IMPOSSIBLE_ANSWER);
    }

    @Test
    @DisplayName("finds writes whose revisions are not in the order of their times")
    void order() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(6, "1", "u"));
        write(Kind.CREATE, "b", "2", 0, 2, 3, new Version(5, "2", "v"));
        changes.add(new Change(5, "b", Type.ADDED, "2", "v"));
        changed(6, Type.ADDED, "1", "u");

        assertThat(kinds()).contains(Violation.Kind.ORDER);
    }

    @Test
    @DisplayName("finds a write that insisted on one version and replaced another")
    void lostUpdate() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        write(Kind.PATCH, "a", "2", 0, 2, 3, new Version(6, "2", "u"));
        write(Kind.PUT, "a", "3", 5, 4, 5, new Version(7, "3", "u"));
        changed(5, Type.ADDED, "1", "u");
        changed(6, Type.MODIFIED, "2", "u");
        changed(7, Type.MODIFIED, "3", "u");

        assertThat(kinds()).contains(Violation.Kind.LOST_UPDATE);
    }

    @Test
    @DisplayName("finds a deletion that two were told they had done, and one that nobody sees in the store")
    void deletions() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        changed(5, Type.ADDED, "1", "u");
        write(Kind.DELETE, "a", "", 0, 2, 3, new Deleted("u"));
        assertThat(kinds()).containsExactly(Violation.Kind.LOST_WRITE);

        changed(6, Type.DELETED, "", "u");
        write(Kind.DELETE, "a", "", 0, 2, 3, new Deleted("u"));
        assertThat(kinds()).containsExactly(Violation.Kind.TWICE);
    }

    @Test
    @DisplayName("finds a list that mixes two states, whatever its revision says")
    void lists() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        write(Kind.CREATE, "b", "2", 0, 2, 3, new Version(6, "2", "v"));
        changed(5, Type.ADDED, "1", "u");
        changes.add(new Change(6, "b", Type.ADDED, "2", "v"));
        operations.add(new Operation(
                0, Kind.LIST_PAGES, "a", "", 0, 4, 5, new Listed(6, Map.of("b", new Version(6, "2", "v")))));

        assertThat(kinds()).containsExactly(Violation.Kind.FALSE_READ);
    }

    @Test
    @DisplayName("asks of a watch only what lies between its beginning and where it says it has come to")
    void watches() {
        write(Kind.CREATE, "a", "1", 0, 0, 1, new Version(5, "1", "u"));
        write(Kind.PATCH, "a", "2", 0, 2, 3, new Version(6, "2", "u"));
        changed(5, Type.ADDED, "1", "u");
        changed(6, Type.MODIFIED, "2", "u");
        watches.add(new WatchSegment("early", Optional.empty(), 4, changes.subList(0, 1), 5));
        watches.add(new WatchSegment(
                "late", Optional.of(Map.of("a", new Version(5, "1", "u"))), 5, changes.subList(1, 2), 6));
        assertThat(kinds()).isEmpty();

        watches.add(new WatchSegment("bookmark that lies", Optional.empty(), 4, changes.subList(0, 1), 6));
        watches.add(new WatchSegment("begins with nothing", Optional.of(Map.of()), 5, changes.subList(1, 2), 6));
        assertThat(kinds()).containsExactly(Violation.Kind.WATCH, Violation.Kind.WATCH);
    }

    private void write(
            Kind kind, String key, String token, long expected, long invoked, long completed, Outcome outcome) {
        operations.add(new Operation(1, kind, key, token, expected, invoked, completed, outcome));
    }

    private void read(long invoked, long completed, Outcome outcome) {
        operations.add(new Operation(2, Kind.GET, "a", "", 0, invoked, completed, outcome));
    }

    private void changed(long revision, Type type, String token, String uid) {
        changes.add(new Change(revision, "a", type, token, uid));
    }

    private List<Violation.Kind> kinds() {
        return checker.check(new History(1, operations, watches, changes)).stream()
                .map(Violation::kind)
                .toList();
    }
}
