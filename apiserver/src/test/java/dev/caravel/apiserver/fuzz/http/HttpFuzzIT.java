package dev.caravel.apiserver.fuzz.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code bench/fuzz}: always the same inputs. */
@Tag("program")
@DisplayName("A server that is troubled")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HttpFuzzIT {
    private static final long SEED = 2026;
    private static final int TIMES = 10;

    @Test
    @DisplayName("answers what can be answered, keeps what it has answered for, serves others, and holds on to nothing")
    void holdsOut() throws Exception {
        try (HttpFuzzer fuzzer = HttpFuzzer.start()) {
            fuzzer.attemptAll(SEED, TIMES);
            fuzzer.settle();

            assertThat(fuzzer.firstFinding()).isEmpty();
        }
    }
}
