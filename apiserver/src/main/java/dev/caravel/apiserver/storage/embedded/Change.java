package dev.caravel.apiserver.storage.embedded;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the thread that writes is asked to do. */
sealed interface Change {
    /** Ends when what was asked for is durable, or turned out not to be possible. */
    CompletableFuture<?> done();

    /** Ends with the new revision, or empty when the key is not as the writer has seen it. */
    sealed interface Write extends Change {
        String key();

        /** The revision of the key's last change as the writer knows it; 0 for a key that is not there. */
        long expected();

        @Override
        CompletableFuture<Optional<Long>> done();
    }

    /** @param due when the key goes, in milliseconds since the epoch; 0 for never */
    record Store(String key, byte[] value, long expected, long due, CompletableFuture<Optional<Long>> done)
            implements Write {}

    record Remove(String key, long expected, CompletableFuture<Optional<Long>> done) implements Write {}

    /** Forgets what was valid only before a revision. */
    record Compact(long revision, CompletableFuture<Void> done) implements Change {}

    /** Leaves out the revisions before this one, as if they had been and were forgotten. */
    record Raise(long revision, CompletableFuture<Void> done) implements Change {}

    /** Moves what is left in files' parts that are mostly free, a bit at a time. */
    record Tidy(CompletableFuture<Void> done) implements Change {}

    /** Nothing is done after this. */
    record Stop(CompletableFuture<Void> done) implements Change {}
}
