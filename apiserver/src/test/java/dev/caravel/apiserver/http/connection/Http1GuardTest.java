package dev.caravel.apiserver.http.connection;

import static io.netty.handler.codec.http.HttpMethod.GET;
import static io.netty.handler.codec.http.HttpMethod.POST;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Requests of HTTP/1")
class Http1GuardTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new Http1Guard());

    private static DefaultHttpRequest request(HttpMethod method, String target, String host) {
        DefaultHttpRequest request = new DefaultHttpRequest(HTTP_1_1, method, target);
        if (host != null) {
            request.headers().set("Host", host);
        }
        return request;
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /version | a b | 400 Bad Request: malformed Host header
            /version |     | 400 Bad Request: missing required Host header
            version  | a   | 400 Bad Request
            """)
    @DisplayName("that say neither whom nor what they ask are refused")
    void refused(String target, String host, String said) {
        channel.writeInbound(request(GET, target, host), LastHttpContent.EMPTY_LAST_CONTENT);

        FullHttpResponse answer = channel.readOutbound();
        assertThat(answer.status()).isEqualTo(HttpResponseStatus.BAD_REQUEST);
        assertThat(answer.content().toString(StandardCharsets.UTF_8)).isEqualTo(said);
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("whose turn has not come are complete when the connection ends")
    void pipelined() {
        channel.writeInbound(
                request(GET, "/api/v1/pods?watch=true", "a"),
                LastHttpContent.EMPTY_LAST_CONTENT,
                request(POST, "/api/v1/pods", "a"));
        channel.inboundMessages().clear();

        channel.close();

        assertThat(channel.<Object>readInbound()).isEqualTo(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Test
    @DisplayName("whose turn has come stay as incomplete as they are: half a body is not to be taken for a whole one")
    void half() {
        channel.writeInbound(request(GET, "/version", "a"), LastHttpContent.EMPTY_LAST_CONTENT);
        channel.writeOutbound(new DefaultFullHttpResponse(HTTP_1_1, HttpResponseStatus.OK));
        channel.writeInbound(request(POST, "/api/v1/pods", "a"));
        channel.writeOutbound(new DefaultFullHttpResponse(HTTP_1_1, HttpResponseStatus.CONTINUE));
        channel.inboundMessages().clear();

        channel.close();

        assertThat(channel.<Object>readInbound()).isNull();
    }
}
