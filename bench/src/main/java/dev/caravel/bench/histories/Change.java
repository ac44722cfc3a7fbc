package dev.caravel.bench.histories;

/**
 * What a revision did to a key, by the store's own account or as a watch tells it.
 *
 * @param token what was written; of a deletion, empty
 */
public record Change(long revision, String key, Type type, String token, String uid) {
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
