package dev.caravel.apiserver.storage.embedded;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage.StorageException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Lets the store forget what is older than one to two intervals, as etcd is made to. Ends when it is closed. */
public final class Compaction implements AutoCloseable {
    private static final Logger log = Logger.getLogger(Compaction.class);

    private final EmbeddedStorage storage;
    private final Thread rounds;

    private Compaction(EmbeddedStorage storage, Duration interval) {
        this.storage = requireNonNull(storage, "storage is null");
        this.rounds = Thread.ofVirtual().name("store-compaction").unstarted(() -> run(interval));
    }

    /** @param interval zero for never */
    public static Compaction start(EmbeddedStorage storage, Duration interval) {
        Compaction compaction = new Compaction(storage, interval);
        if (interval.isPositive()) {
            compaction.rounds.start();
        }
        return compaction;
    }

    private void run(Duration interval) {
        long last = storage.currentRevision();
        try {
            while (true) {
                Thread.sleep(interval);
                long present = storage.currentRevision();
                round(last);
                last = present;
            }
        } catch (InterruptedException e) {
            log.debug("no more compaction: the server ends");
        }
    }

    private void round(long revision) {
        try {
            storage.compact(revision);
        } catch (StorageException e) {
            log.warnf("the store was not compacted, which is tried again: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        rounds.interrupt();
    }
}
