package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection")
class ConnectionsTest {
    private final Connections.Requests requests = new Connections.Requests();

    /** As Vert.x does. */
    private final EmbeddedChannel channel = new EmbeddedChannel(requests, new ChannelInboundHandlerAdapter() {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            context.close();
        }
    });

    @Test
    @DisplayName("is closed when it has been idle for long")
    void idle() {
        requests.enter();
        requests.leave();

        channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("may be silent as long as a request of it is served")
    void silent() {
        requests.enter();

        channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    @DisplayName("has a limit of requests at a time")
    void limit() {
        for (int i = 0; i < Connections.MAX_REQUESTS; i++) {
            requests.enter();
        }
        assertThat(requests.tooMany()).isFalse();
        requests.enter();
        assertThat(requests.tooMany()).isTrue();
        requests.leave();
        assertThat(requests.tooMany()).isFalse();
    }
}
