package dev.caravel.deploy.supervisor;

import java.time.Duration;

/** How long to wait before a process that died is started again: at once first, then doubling. Not thread-safe. */
final class RestartBackoff {
    static final Duration FIRST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(30);
    /** A process that has lived this long is taken to be healthy again. */
    static final Duration STABLE = Duration.ofSeconds(60);

    private Duration next = FIRST;

    Duration afterLifeOf(Duration life) {
        if (life.compareTo(STABLE) >= 0) {
            next = FIRST;
        }
        Duration delay = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return delay;
    }
}
