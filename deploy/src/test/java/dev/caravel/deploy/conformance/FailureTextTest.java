package dev.caravel.deploy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The message of a failure")
class FailureTextTest {
    @Test
    @DisplayName("ends where the place in the test begins")
    void place() {
        assertThat(FailureText.firstMessage(
                        "[PANICKED] Test Panicked\nIn [DeferCleanup (Each)] at: a.go:1 @ 1\n\nmore"))
                .isEqualTo("Test Panicked");
        assertThat(FailureText.firstMessage("failed: \n  pods \"x\" not found\n\nFull Stack Trace\n  goroutine 1"))
                .isEqualTo("failed: pods \"x\" not found");
    }

    @Test
    @DisplayName("is cut where nobody would read on")
    void length() {
        assertThat(FailureText.firstMessage("x".repeat(10_000)))
                .hasSizeLessThan(500)
                .endsWith("x…");
    }
}
