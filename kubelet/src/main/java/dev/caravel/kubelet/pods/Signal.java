package dev.caravel.kubelet.pods;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Wakes one waiting thread; what is raised before the wait is not lost. Thread-safe. */
final class Signal {
    private final Clock clock;
    private boolean raised;

    Signal(Clock clock) {
        this.clock = clock;
    }

    synchronized void raise() {
        raised = true;
        notifyAll();
    }

    /** Waits until raised or until {@code deadline}; null for no deadline. */
    synchronized void await(Instant deadline) throws InterruptedException {
        while (!raised) {
            if (deadline == null) {
                wait();
                continue;
            }
            Duration left = Duration.between(clock.instant(), deadline);
            if (!left.isPositive()) {
                break;
            }
            wait(left.toMillis() + 1);
        }
        raised = false;
    }
}
