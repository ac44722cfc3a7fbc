package dev.caravel.apiserver.storage.embedded;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.embedded.Change.Compact;
import dev.caravel.apiserver.storage.embedded.Change.Raise;
import dev.caravel.apiserver.storage.embedded.Change.Remove;
import dev.caravel.apiserver.storage.embedded.Change.Stop;
import dev.caravel.apiserver.storage.embedded.Change.Store;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.mvstore.MVStoreException;

/**
 * {@link Storage} in a directory of this machine, for one server. A write that has been answered is on the disk. Keys that expire
 * do so within a millisecond or so, and while nobody runs at the next start.
 */
public final class EmbeddedStorage implements Storage {
    /** As long as one waits for etcd. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int EVENTS_AT_ONCE = 500;
    private static final int READERS = 2;

    private final Clock clock;
    private final Feed feed = new Feed();
    private final Writer writer;
    /**
     * Those who read the file. Not the threads that ask: to interrupt one of them in the middle of a read would close the file for
     * all, and a read would keep a virtual thread's carrier from others.
     */
    private final ExecutorService readers = Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("store-reader-", 0).factory());

    private EmbeddedStorage(Path directory, Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
        this.writer = new Writer(new StoreFile(directory), clock, feed::reached);
    }

    /** @throws StorageException when the directory cannot be used, or another process does */
    public static EmbeddedStorage open(Path directory, Clock clock) {
        EmbeddedStorage storage = new EmbeddedStorage(directory, clock);
        storage.feed.reached(storage.writer.tables().revision());
        storage.writer.start();
        return storage;
    }

    @Override
    public Optional<Entry> get(String key) {
        return read(() -> {
            while (true) {
                try {
                    return writer.tables().get(key, feed.revision());
                } catch (CompactedException e) {
                    // the key has been written, and its past forgotten, since the revision was looked at
                    continue;
                }
            }
        });
    }

    @Override
    public Page list(String prefix, String startKey, long limit, long revision) {
        return read(() ->
                writer.tables().list(prefix, startKey, limit, revision == 0 ? feed.revision() : visible(revision)));
    }

    private long visible(long revision) {
        if (revision > feed.revision()) {
            throw new StorageException("required revision is a future revision: %d".formatted(revision), null);
        }
        return revision;
    }

    @Override
    public Optional<Long> create(String key, byte[] value, long ttlSeconds) {
        return replace(key, value, 0, ttlSeconds);
    }

    @Override
    public Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds) {
        long due = ttlSeconds == 0 ? 0 : clock.millis() + TimeUnit.SECONDS.toMillis(ttlSeconds);
        CompletableFuture<Optional<Long>> done = new CompletableFuture<>();
        writer.ask(new Store(key, value, expectedRevision, due, done));
        return await(done);
    }

    @Override
    public Optional<Long> delete(String key, long expectedRevision) {
        CompletableFuture<Optional<Long>> done = new CompletableFuture<>();
        writer.ask(new Remove(key, expectedRevision, done));
        return await(done);
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return Multi.createFrom().emitter(emitter -> {
            Thread follower =
                    Thread.ofVirtual().name("store-watch").unstarted(() -> follow(prefix, afterRevision, emitter));
            emitter.onTermination(follower::interrupt);
            follower.start();
        });
    }

    private void follow(String prefix, long afterRevision, MultiEmitter<? super Event> emitter) {
        long position = afterRevision;
        try {
            while (!emitter.isCancelled()) {
                long reached = feed.awaitPast(position);
                position = hand(prefix, position, reached, emitter);
            }
        } catch (InterruptedException e) {
            emitter.complete();
        } catch (StorageException e) {
            emitter.fail(e);
        }
    }

    /** Hands out some of what happened after one revision and up to another; the revision to go on from. */
    private long hand(String prefix, long after, long upTo, MultiEmitter<? super Event> emitter) {
        List<Event> events = read(() -> writer.tables().events(after, upTo, EVENTS_AT_ONCE));
        long position = events.size() < EVENTS_AT_ONCE ? upTo : events.getLast().revision();
        List<Event> wanted =
                events.stream().filter(event -> event.key().startsWith(prefix)).toList();
        wanted.forEach(emitter::emit);
        if (wanted.isEmpty() || wanted.getLast().revision() < position) {
            emitter.emit(new Progress(position));
        }
        return position;
    }

    @Override
    public long currentRevision() {
        return feed.revision();
    }

    /** Forgets what was valid only before a revision; the revision itself can still be read. */
    public void compact(long revision) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.ask(new Compact(revision, done));
        await(done);
    }

    /** Goes on from a revision, and forgets what was before; for a store that takes over from another. */
    public void raise(long revision) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.ask(new Raise(revision, done));
        await(done);
    }

    @Override
    public void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.ask(new Stop(done));
        await(done);
        readers.shutdown();
    }

    private <T> T read(Callable<T> action) {
        return await(readers.submit(action));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StorageException told ? again(told) : unreadable(e.getCause());
        } catch (TimeoutException e) {
            throw new StorageException("the store did not answer in %d seconds".formatted(TIMEOUT.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for the store", e);
        }
    }

    /** For the reader of the stack, who wants to know who asked. */
    private static StorageException again(StorageException told) {
        return told instanceof CompactedException
                ? new CompactedException(told.getMessage())
                : new StorageException(told.getMessage(), told);
    }

    private static StorageException unreadable(Throwable failure) {
        return failure instanceof MVStoreException
                ? new StorageException("the store cannot be read: " + failure.getMessage(), failure)
                : new StorageException("the store has failed: " + failure, failure);
    }
}
