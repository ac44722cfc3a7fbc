package dev.caravel.kubelet.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A doubling delay")
class BackOffTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final BackOff backOff = new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(5));

    @Test
    @DisplayName("grows from ten seconds to five minutes")
    void doubles() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            backOff.next("a", START);
            seconds.add(backOff.delay("a").orElseThrow().toSeconds());
        }

        assertThat(seconds).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
    }

    @Test
    @DisplayName("starts anew after twice the limit of peace")
    void reset() {
        backOff.next("a", START);
        backOff.next("a", START);

        Instant later = START.plus(Duration.ofMinutes(11));
        assertThat(backOff.until("a", later)).isEmpty();
        backOff.next("a", later);
        assertThat(backOff.delay("a")).contains(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("is there for the key that failed alone, counted from the event")
    void perKey() {
        backOff.next("a", START);

        assertThat(backOff.until("b", START)).isEmpty();
        assertThat(backOff.until("a", START.plusSeconds(3))).contains(START.plusSeconds(13));
    }
}
