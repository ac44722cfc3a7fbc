package dev.caravel.apiserver.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.http.connection.ClientConnection.Served;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client's connection")
class ClientConnectionTest {
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(32), Duration.ofSeconds(32), Duration.ofSeconds(90));

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger gone = new AtomicInteger();
    private ClientConnection connection;
    private EmbeddedChannel channel;

    private record Protocol(boolean readsRequestsOnly) implements ClientConnection.Guards {
        @Override
        public void install(ChannelHandlerContext context) {}

        @Override
        public boolean admit(ChannelHandlerContext context, ByteBuf bytes) {
            return true;
        }
    }

    @BeforeEach
    void connect() {
        connect(true);
    }

    private void connect(boolean http1) {
        connect(http1, now::get);
    }

    private void connect(boolean http1, LongSupplier nanoTime) {
        connection = new ClientConnection(PATIENCE, new Protocol(http1), nanoTime);
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(connection);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private void read() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    }

    @Test
    @DisplayName("has 32 seconds for the head of its first request, however slowly it comes")
    void firstHead() {
        for (int i = 0; i < 31; i++) {
            read();
            pass(1);
        }
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("may be silent for as long as a request of it is served")
    void watches() {
        connection.serve(gone::incrementAndGet);

        pass(10_000);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    @DisplayName("may be idle for 90 seconds between requests")
    void idle() {
        Served request = connection.serve(gone::incrementAndGet);
        pass(40);
        request.leave();

        pass(89);
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(gone).hasValue(0);
    }

    @Test
    @DisplayName("is not taken for idle while its last request is leaving, however long that was served")
    void leaving() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        connect(true, () -> {
            meanwhile.get().run();
            return now.get();
        });
        Served request = connection.serve(gone::incrementAndGet);
        pass(10_000);
        now.addAndGet(TimeUnit.SECONDS.toNanos(32));
        channel.advanceTimeBy(32, TimeUnit.SECONDS);

        meanwhile.set(() -> {
            meanwhile.set(() -> {});
            channel.runScheduledPendingTasks();
        });
        request.leave();

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    @DisplayName("has 32 seconds for the head of a later request from its first byte on")
    void laterHead() {
        connection.serve(gone::incrementAndGet).leave();
        pass(80);
        read();

        pass(31);
        read();
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("is idle in HTTP/2 whatever it says besides requests")
    void pings() {
        connect(false);
        for (int i = 0; i < 89; i++) {
            read();
            pass(1);
        }
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("tells those of its requests that are being served when it ends")
    void farewell() {
        connection.serve(gone::incrementAndGet);
        connection.serve(gone::incrementAndGet);
        connection.serve(gone::incrementAndGet).leave();

        channel.close();

        assertThat(gone).hasValue(2);
    }
}
