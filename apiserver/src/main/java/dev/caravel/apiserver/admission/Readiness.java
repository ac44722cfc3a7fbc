package dev.caravel.apiserver.admission;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether everything has been read once that a plugin decides by: before that it must let nothing pass. Thread-safe. */
public final class Readiness {
    /** Upstream's: how long a request waits for a server that has just started. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<CountDownLatch> sources = new CopyOnWriteArrayList<>();
    private final Duration patience;

    public Readiness() {
        this(PATIENCE);
    }

    Readiness(Duration patience) {
        this.patience = patience;
    }

    /** @return to be run when one more source, which is waited for from now on, has been read */
    public Runnable expectSource() {
        CountDownLatch latch = new CountDownLatch(1);
        sources.add(latch);
        return latch::countDown;
    }

    public boolean isReady() {
        return sources.stream().allMatch(latch -> latch.getCount() == 0);
    }

    /**
     * Waits for a while until all is read.
     *
     * @throws dev.caravel.apiserver.status.ApiException 403 when that takes too long
     */
    public void require(AdmissionRequest request) {
        if (isReady()) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (CountDownLatch latch : sources) {
                if (!latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw request.forbidden("not yet ready to handle request");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw request.forbidden("not yet ready to handle request");
        }
    }
}
