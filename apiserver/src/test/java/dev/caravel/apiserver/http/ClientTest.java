package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A client that goes")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ClientTest {
    private final Client client = new Client();

    @Test
    @DisplayName("ends what waits for its turn")
    void endsWaiting() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                client.wait(() -> {
                    began.countDown();
                    new CountDownLatch(1).await();
                    return "never";
                });
            } catch (InterruptedException e) {
                ended.complete(e);
            }
        });
        began.await();

        client.leave();

        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    @DisplayName("does not take away what the wait was for, nor interrupt what comes after")
    void keepsResult() throws Exception {
        String seat = client.wait(() -> {
            client.leave();
            return "seat";
        });

        assertThat(seat).isEqualTo("seat");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThatThrownBy(client::requireThere).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> client.wait(() -> "nothing")).isInstanceOf(InterruptedException.class);
    }

    @Test
    @DisplayName("is told of once to each who asked, and at once to who asks later")
    void farewells() {
        List<String> told = new ArrayList<>();
        client.onGone(() -> told.add("before"));

        client.leave();
        client.leave();
        client.onGone(() -> told.add("after"));

        assertThat(told).containsExactly("before", "after");
    }
}
