package dev.caravel.apiserver.storage;

import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Optional;

/**
 * A versioned key-value store of encoded objects; etcd, or an embedded one. Thread-safe. Blocking calls are for virtual
 * threads; an unreachable store is a {@link StorageException} after the store's own timeout.
 */
public interface Storage extends AutoCloseable {
    /**
     * @param revision of the last change to the key: the object's {@code resourceVersion}
     * @param stale stored in a form that is no longer written, so that writing it anew is no waste
     * @param fault why {@code value} is not the object; empty when it is
     */
    record Entry(String key, byte[] value, long revision, boolean stale, Optional<UnreadableException> fault) {
        public Entry(String key, byte[] value, long revision) {
            this(key, value, revision, false);
        }

        public Entry(String key, byte[] value, long revision, boolean stale) {
            this(key, value, revision, stale, Optional.empty());
        }

        Entry unreadable(UnreadableException why) {
            return new Entry(key, value, revision, stale, Optional.of(why));
        }
    }

    /** @param revision of the store when the page was read; the same for all pages of one list */
    record Page(List<Entry> entries, long revision, boolean more, long remaining) {}

    sealed interface Event {
        long revision();

        /** The key that was changed; empty for none. */
        String key();
    }

    record Put(Entry entry, Optional<Entry> previous) implements Event {
        @Override
        public String key() {
            return entry.key();
        }

        @Override
        public long revision() {
            return entry.revision();
        }
    }

    record Delete(String key, Optional<Entry> previous, long revision) implements Event {}

    /** Nothing happened up to this revision (etcd's progress notification). */
    record Progress(long revision) implements Event {
        @Override
        public String key() {
            return "";
        }
    }

    Optional<Entry> get(String key);

    /**
     * Keys under a prefix, in order.
     *
     * @param startKey the first key wanted, or the prefix itself
     * @param limit 0 for all
     * @param revision 0 for the newest
     * @throws CompactedException when the revision is gone
     */
    Page list(String prefix, String startKey, long limit, long revision);

    /** Creates the key if it does not exist; the new revision, or empty when it exists. {@code ttlSeconds} 0: forever. */
    Optional<Long> create(String key, byte[] value, long ttlSeconds);

    /** Replaces the value if the key is still at {@code expectedRevision}; the new revision, or empty when it is not. */
    Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds);

    /** Removes the key if it is still at {@code expectedRevision}; the revision of the deletion, or empty. */
    Optional<Long> delete(String key, long expectedRevision);

    /** Events after {@code afterRevision}; fails with {@link CompactedException} when those are gone. */
    Multi<Event> watch(String prefix, long afterRevision);

    /** The newest revision of the store, linearizably. */
    long currentRevision();

    @Override
    void close();

    /** The store did not answer, or refused. */
    class StorageException extends RuntimeException {
        public StorageException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The revision asked for has been compacted. */
    final class CompactedException extends StorageException {
        public CompactedException(String message) {
            super(message, null);
        }
    }
}
