package dev.caravel.bench.histories;

import java.util.Optional;

/**
 * One request of one client, and what came of it. Times are of one monotonic clock.
 *
 * @param token what a write writes, which no other write does; empty for others
 * @param expected the resource version that a PUT insists on; 0 for none
 * @param completed the time of the answer; {@link Long#MAX_VALUE} when there was none
 */
public record Operation(
        int client, Kind kind, String key, String token, long expected, long invoked, long completed, Outcome outcome) {
    public enum Kind {
        CREATE,
        PUT,
        PATCH,
        DELETE,
        GET,
        /** With {@code resourceVersion=0}: whatever the server has. */
        GET_ANY,
        LIST,
        LIST_ANY,
        /** In pages. */
        LIST_PAGES;

        boolean writes() {
            return this == CREATE || this == PUT || this == PATCH;
        }

        /** Whether the answer has to be of the time between question and answer. */
        boolean linearizable() {
            return this != GET_ANY && this != LIST_ANY;
        }
    }

    boolean before(Operation other) {
        return completed < other.invoked;
    }

    /** The revision of an acknowledged write. */
    Optional<Long> acknowledged() {
        return kind.writes() && outcome instanceof Outcome.Version version
                ? Optional.of(version.revision())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "client %d: %s %s%s%s [%d, %s] -> %s"
                .formatted(
                        client,
                        kind,
                        key,
                        token.isEmpty() ? "" : " " + token,
                        expected == 0 ? "" : " at " + expected,
                        invoked,
                        completed == Long.MAX_VALUE ? "-" : Long.toString(completed),
                        outcome);
    }
}
