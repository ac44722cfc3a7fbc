package dev.caravel.bench.histories;

import java.util.List;

/**
 * Something that cannot be.
 *
 * @param seed of the history
 * @param evidence the part of the history that shows it
 */
public record Violation(Kind kind, long seed, List<String> evidence) {
    public enum Kind {
        LOST_WRITE("a write was acknowledged, and is not there"),
        LOST_UPDATE("a write insisted on a version, and replaced another"),
        TWICE("one write took effect twice"),
        NEVER_WRITTEN("there is a value that nobody has written"),
        OTHER_REVISION("a write has another revision, or object, than its writer was told"),
        REFUSED_BUT_DONE("a write was refused, and took effect"),
        IMPOSSIBLE_CHANGE("an object was created that was there, or changed that was not"),
        IDENTITY("an object changed its uid, or two have the same"),
        ORDER("revisions are not in the order in which things happened"),
        STALE_READ("a read is older than what had been answered before"),
        FALSE_READ("what was read is not what was stored"),
        IMPOSSIBLE_ANSWER("a refusal was never true while it was asked for"),
        WATCH("a watch left something out, told it twice, or in another order");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    @Override
    public String toString() {
        return "history %d: %s%n    %s".formatted(seed, kind.meaning(), String.join("\n    ", evidence));
    }
}
