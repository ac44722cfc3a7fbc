package dev.caravel.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.MutableClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final MutableClock clock = new MutableClock();
    private final Backoff backoff = new Backoff(clock, Duration.ofSeconds(1), Duration.ofSeconds(10), (a, b) -> 0);

    @ParameterizedTest(name = "after {0} failures: {1} s")
    @DisplayName("The back-off doubles with every failure, from one second to ten")
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 10", "50, 10"})
    void doubles(int failures, int seconds) {
        QueuedPod queued = new QueuedPod(new Fixtures().info(Fixtures.pod("a")), clock.instant());
        for (int i = 0; i < failures; i++) {
            queued.failed(Set.of("Plugin"), Set.of(), clock.instant());
        }

        clock.advance(Duration.ofSeconds(seconds));
        assertThat(backoff.isOver(queued)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(backoff.isOver(queued)).isTrue();
    }
}
