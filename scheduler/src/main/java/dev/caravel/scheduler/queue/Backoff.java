package dev.caravel.scheduler.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pods whose last attempt failed, until their back-off is over.
 *
 * <p>Pods that a plugin rejected may be taken early when nothing else waits; pods that failed by an error may not, so
 * that an ailing API server is not pressed. Not thread-safe.
 */
final class Backoff {
    private final Clock clock;
    private final Duration initial;
    private final Duration maximum;
    private final PodHeap rejected;
    private final PodHeap failed;

    Backoff(Clock clock, Duration initial, Duration maximum, Comparator<QueuedPod> order) {
        this.clock = clock;
        this.initial = initial;
        this.maximum = maximum;
        this.rejected = new PodHeap(Comparator.comparing(this::until).thenComparing(order));
        this.failed = new PodHeap(Comparator.comparing(this::until));
    }

    void add(QueuedPod queued) {
        remove(queued.pod().uid());
        (queued.rejectors().isEmpty() ? failed : rejected).add(queued);
    }

    boolean isOver(QueuedPod queued) {
        return until(queued).isBefore(window(clock.instant()));
    }

    /** The first pod whose back-off is over. */
    Optional<QueuedPod> pollCompleted() {
        for (PodHeap heap : new PodHeap[] {rejected, failed}) {
            if (heap.first().filter(this::isOver).isPresent()) {
                return heap.poll();
            }
        }
        return Optional.empty();
    }

    /** The pod that may be taken early, its back-off not being over. */
    Optional<QueuedPod> pollEarly() {
        return rejected.poll();
    }

    /** When {@link #pollCompleted} next has something to give. */
    Optional<Instant> nextCompletion() {
        return failed.first().map(queued -> until(queued).plus(1, ChronoUnit.SECONDS));
    }

    Optional<QueuedPod> get(String uid) {
        return rejected.get(uid).or(() -> failed.get(uid));
    }

    Optional<QueuedPod> remove(String uid) {
        return rejected.remove(uid).or(() -> failed.remove(uid));
    }

    List<QueuedPod> all() {
        List<QueuedPod> all = rejected.all();
        all.addAll(failed.all());
        return all;
    }

    int size() {
        return rejected.size() + failed.size();
    }

    /** Back-offs end at whole seconds, so that pods that end together are ordered by priority. */
    private Instant until(QueuedPod queued) {
        if (queued.backoffUntil() == null) {
            queued.backoffUntil(
                    queued.failures() == 0
                            ? Instant.EPOCH
                            : window(queued.timestamp().plus(duration(queued.failures()))));
        }
        return queued.backoffUntil();
    }

    private Duration duration(int failures) {
        Duration duration = initial;
        for (int i = 1; i < failures && duration.compareTo(maximum) < 0; i++) {
            duration = duration.multipliedBy(2);
        }
        return duration.compareTo(maximum) > 0 ? maximum : duration;
    }

    private static Instant window(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
