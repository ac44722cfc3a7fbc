package dev.caravel.machinery.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Back-off")
class BackoffTest {
    private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @Test
    @DisplayName("doubles from 5 ms up to 1000 s")
    void doubles() {
        Backoff<String> backoff = new ExponentialBackoff<>(Duration.ofMillis(5), Duration.ofSeconds(1000));

        assertThat(backoff.next("a")).isEqualTo(Duration.ofMillis(5));
        assertThat(backoff.next("a")).isEqualTo(Duration.ofMillis(10));
        assertThat(backoff.next("b")).isEqualTo(Duration.ofMillis(5));
        for (int i = 0; i < 100; i++) {
            backoff.next("a");
        }
        assertThat(backoff.next("a")).isEqualTo(Duration.ofSeconds(1000));
    }

    @Test
    @DisplayName("slows all keys to 10 a second after a burst of 100")
    void bucket() {
        Backoff<Integer> backoff = new ControllerBackoff<>(STILL);
        for (int key = 0; key < 100; key++) {
            assertThat(backoff.next(key)).isEqualTo(Duration.ofMillis(5));
        }

        assertThat(backoff.next(100)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.next(101)).isEqualTo(Duration.ofMillis(200));
    }
}
