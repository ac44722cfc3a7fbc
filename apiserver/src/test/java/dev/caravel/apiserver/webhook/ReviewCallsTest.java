package dev.caravel.apiserver.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.webhook.ReviewFailure.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Calls of webhooks")
class ReviewCallsTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), 5, new Random(1), pauses::add);

    @ParameterizedTest(name = "{0} {1}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "500 | text/plain       | false | true  | an error on the server (\"boom\") has prevented the request from succeeding",
                "502 | application/json | false | true  | an error on the server (\"unknown\") has prevented the request from succeeding",
                "503 | text/plain       | false | false | the server is currently unable to handle the request",
                "503 | text/plain       | true  | true  | the server is currently unable to handle the request",
                "504 | text/plain       | false | true  | the server was unable to return a response in the time allotted, but may still be processing the request",
                "429 | text/plain       | false | true  | the server has received too many requests and has asked us to try again later",
                "401 | text/plain       | false | false | the server has asked for the client to provide credentials",
                "403 | text/plain       | false | false | boom",
                "404 | text/plain       | false | false | the server could not find the requested resource",
                "302 | text/plain       | false | false | the server responded with the status code 302 but did not return more information",
                "200 | text/plain       | false | false | couldn't get version/kind; json parse error",
            })
    @DisplayName("fail by what the server answers")
    void answers(int status, String type, boolean retryAfter, boolean passing, String message) {
        ReviewAnswer answer = new ReviewAnswer(status, type, retryAfter, "boom".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(answer::review)
                .isInstanceOfSatisfying(ReviewFailure.class, failure -> {
                    assertThat(failure.isPassing()).isEqualTo(passing);
                    assertThat(failure.result()).isEqualTo(status == 504 ? Result.TIMEOUT : Result.ERROR);
                })
                .hasMessageStartingWith(message);
    }

    @Test
    @DisplayName("fail when the answer has no content")
    void empty() {
        assertThatThrownBy(() -> new ReviewAnswer(200, "text/plain", false, new byte[0]).review())
                .hasMessage("0-length response with status code: 200 and content type: text/plain");
    }

    @Test
    @DisplayName("are made five times, further and further apart, while the failure may pass")
    void retried() {
        assertThatThrownBy(() -> backoff.retry(() -> {
                    throw new ReviewFailure(Result.ERROR, true, "not yet");
                }))
                .hasMessage("not yet");

        assertThat(pauses).hasSize(4);
        double least = 500;
        for (Duration pause : pauses) {
            assertThat((double) pause.toMillis()).isBetween(least - 1, least * 1.2);
            least *= 1.5;
        }
    }

    @Test
    @DisplayName("are made once when the failure will not pass")
    void notRetried() {
        assertThatThrownBy(() -> backoff.retry(() -> {
                    throw new ReviewFailure(Result.ERROR, false, "never");
                }))
                .hasMessage("never");

        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, 30s",
        "PT0.5S, 500ms",
        "PT2.5S, 2.5s",
        "PT1M, 1m0s",
        "PT1H0M3S, 1h0m3s",
        "PT0S, 0s",
        "PT0.0000015S, 1.5µs",
        "PT-10S, -10s"
    })
    @DisplayName("tell their timeout as Go writes it")
    void durations(Duration duration, String text) {
        assertThat(GoDuration.format(duration)).isEqualTo(text);
    }
}
