package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Has an APIService for each group version of custom resources, from soon after they are served until they no longer are. */
final class CustomApiServices implements AutoCloseable {
    private static final Logger log = Logger.getLogger(CustomApiServices.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final LocalApiServices local;
    private final Supplier<Collection<GroupVersion>> served;
    private final Semaphore changes = new Semaphore(0);
    private final Thread worker = Thread.ofVirtual().name("custom-apiservices").unstarted(this::work);

    CustomApiServices(LocalApiServices local, Supplier<Collection<GroupVersion>> served) {
        this.local = requireNonNull(local, "local is null");
        this.served = requireNonNull(served, "served is null");
    }

    void start() {
        worker.start();
        changed();
    }

    /** From any thread; does not block. */
    void changed() {
        changes.release();
    }

    private void work() {
        try {
            while (true) {
                changes.acquire();
                changes.drainPermits();
                try {
                    local.ensureCustom(served.get());
                } catch (RuntimeException e) {
                    log.warnf("APIServices of custom resources cannot be written, will retry: %s", e.getMessage());
                    Thread.sleep(RETRY);
                    changed();
                }
            }
        } catch (InterruptedException e) {
            log.debug("no longer keeping APIServices of custom resources");
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
