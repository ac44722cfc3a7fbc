package dev.caravel.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.status.ApiException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plugin that has to read what it decides by")
class ReadinessTest {
    private final AdmissionRequest request = Writes.create("pods", "{}");

    @Test
    @DisplayName("refuses requests as long as one of its sources has not been read")
    void refuses() {
        Readiness readiness = new Readiness(Duration.ZERO);
        Readiness.Source first = readiness.expectSource();
        readiness.expectSource();

        first.isRead();
        first.isRead();

        assertThat(readiness.isReady()).isFalse();
        assertThatThrownBy(() -> readiness.require(request)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status().code()).isEqualTo(403);
            assertThat(e.getMessage()).isEqualTo("pods \"x\" is forbidden: not yet ready to handle request");
        });
    }

    @Test
    @DisplayName("keeps a request waiting until the last source has been read")
    void waits() {
        Readiness readiness = new Readiness(Duration.ofDays(1));
        Readiness.Source source = readiness.expectSource();

        CompletableFuture<Void> passed = CompletableFuture.runAsync(() -> readiness.require(request));
        source.isRead();

        assertThatCode(passed::join).doesNotThrowAnyException();
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    @DisplayName("refuses requests at once when there is something that it cannot read")
    void lost() {
        Readiness readiness = new Readiness(Duration.ofDays(1));
        Readiness.Source source = readiness.expectSource();
        source.isRead();
        assertThatCode(() -> readiness.require(request)).doesNotThrowAnyException();

        source.isUnreadable();

        assertThat(readiness.isReady()).isFalse();
        assertThatThrownBy(() -> readiness.require(request)).isInstanceOf(ApiException.class);
    }

    @Test
    @DisplayName("judges at once when there is nothing to read")
    void nothingToRead() {
        assertThatCode(() -> new Readiness(Duration.ZERO).require(request)).doesNotThrowAnyException();
    }
}
