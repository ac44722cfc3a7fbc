package dev.caravel.apiserver.storage.embedded;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage.StorageException;
import dev.caravel.apiserver.storage.embedded.Change.Compact;
import dev.caravel.apiserver.storage.embedded.Change.Raise;
import dev.caravel.apiserver.storage.embedded.Change.Remove;
import dev.caravel.apiserver.storage.embedded.Change.Stop;
import dev.caravel.apiserver.storage.embedded.Change.Store;
import dev.caravel.apiserver.storage.embedded.Change.Tidy;
import dev.caravel.apiserver.storage.embedded.Change.Write;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

/**
 * The one thread that changes the store. All that has been asked for meanwhile becomes durable together: writers share the wait for
 * the disk. Nobody is told, or can read, what is not durable yet.
 */
final class Writer {
    private static final Logger log = Logger.getLogger(Writer.class);
    /** What writers that come together share at most. */
    private static final int BATCH = 1_000;

    private static final int FILL_PERCENT = 50;
    private static final int TIDY_BYTES = 4 << 20;

    private final StoreFile file;
    private final Clock clock;
    private final LongConsumer durable;
    private final LinkedBlockingQueue<Change> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    /** The open store; closed after a failure, until the next change. */
    private MVStore store;

    private volatile Tables tables;
    private volatile boolean stopped;

    /** @param durable is told of each new revision before those who wait for it */
    Writer(StoreFile file, Clock clock, LongConsumer durable) {
        this.file = requireNonNull(file, "file is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.durable = requireNonNull(durable, "durable is null");
        open();
        this.thread = Thread.ofPlatform().name("store").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** To be read from. After a failure these are others. */
    Tables tables() {
        return tables;
    }

    void ask(Change change) {
        queue.add(change);
        if (stopped) {
            refuse(queue);
        }
    }

    private void open() {
        store = file.open();
        tables = new Tables(store);
    }

    private void run() {
        List<Change> batch = new ArrayList<>();
        boolean more = true;
        while (more) {
            batch.clear();
            take(batch);
            more = batch.stream().noneMatch(Stop.class::isInstance);
            carryOut(batch);
        }
        stopped = true;
        refuse(queue);
    }

    /** Waits for a change, or until a key is due. */
    private void take(List<Change> batch) {
        try {
            Optional<Expiry> next = store.isClosed() ? Optional.empty() : tables.firstExpiry();
            Change first = next.isEmpty()
                    ? queue.take()
                    : queue.poll(Math.max(0, next.get().due() - clock.millis()), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, BATCH);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void carryOut(List<Change> batch) {
        List<Runnable> answers = new ArrayList<>();
        try {
            if (store.isClosed()) {
                open();
                durable.accept(tables.revision());
            }
            removeExpired();
            for (Change change : batch) {
                answers.add(apply(change));
            }
            if (store.hasUnsavedChanges()) {
                store.commit();
                store.sync();
                durable.accept(tables.revision());
            }
        } catch (MVStoreException | StorageException e) {
            fail(batch, e);
            return;
        }
        answers.forEach(Runnable::run);
    }

    /** Changes the tables; the answer is given once that is durable. */
    private Runnable apply(Change change) {
        return switch (change) {
            case Write write -> {
                Optional<Long> revision = write(write);
                yield () -> write.done().complete(revision);
            }
            case Compact(long revision, CompletableFuture<Void> done) -> {
                tables.compact(Math.min(revision, tables.revision()));
                yield () -> {
                    done.complete(null);
                    queue.add(new Tidy(new CompletableFuture<>()));
                };
            }
            case Raise(long revision, CompletableFuture<Void> done) -> {
                tables.raise(revision);
                yield () -> done.complete(null);
            }
            case Tidy(CompletableFuture<Void> done) -> {
                boolean more = store.compact(FILL_PERCENT, TIDY_BYTES);
                yield () -> {
                    done.complete(null);
                    if (more) {
                        queue.add(new Tidy(new CompletableFuture<>()));
                    }
                };
            }
            case Stop(CompletableFuture<Void> done) ->
                () -> {
                    store.close();
                    done.complete(null);
                };
        };
    }

    private Optional<Long> write(Write write) {
        if (tables.present(write.key()) != write.expected()) {
            return Optional.empty();
        }
        long revision = tables.revision() + 1;
        switch (write) {
            case Store put -> tables.put(put.key(), put.value(), revision, put.due());
            case Remove remove -> tables.delete(remove.key(), revision);
        }
        return Optional.of(revision);
    }

    private void removeExpired() {
        long now = clock.millis();
        for (Optional<Expiry> next = tables.firstExpiry();
                next.isPresent() && next.get().due() <= now;
                next = tables.firstExpiry()) {
            String key = tables.expire(next.get());
            if (tables.present(key) == next.get().revision()) {
                tables.delete(key, tables.revision() + 1);
            }
        }
    }

    /** What has not become durable is forgotten; the store is found as it is on the disk. */
    private void fail(List<Change> batch, RuntimeException failure) {
        log.errorf("changes were not stored: %s", failure.getMessage());
        store.closeImmediately();
        openAgain();
        StorageException told = failure instanceof StorageException it
                ? it
                : new StorageException("the store cannot be written: " + reason(failure), failure);
        batch.forEach(change -> change.done().completeExceptionally(told));
    }

    /** For those who read, who can do so on a full disk, too. */
    private void openAgain() {
        try {
            open();
            durable.accept(tables.revision());
        } catch (StorageException e) {
            log.errorf("the store stays closed until the next change: %s", e.getMessage());
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static void refuse(LinkedBlockingQueue<Change> queue) {
        for (Change change = queue.poll(); change != null; change = queue.poll()) {
            change.done().completeExceptionally(new StorageException("the store is closed", null));
        }
    }
}
