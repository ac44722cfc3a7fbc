package dev.caravel.apiserver.http.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.http.connection.Http2Inspection.Finding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a client says in HTTP/2")
class Http2InspectionTest {
    private static final int HEADERS = 1;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;

    private final ByteBuf said = Unpooled.buffer().writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));

    private Http2InspectionTest frames(int count, int type, int length) {
        for (int i = 0; i < count; i++) {
            said.writeMedium(length).writeByte(type).writeByte(0).writeInt(1);
            for (int at = 0; at < length; at++) {
                said.writeByte(CONTINUATION);
            }
        }
        return this;
    }

    /** The same, however it is cut into pieces. */
    private Finding found() {
        Http2Inspection whole = new Http2Inspection();
        Http2Inspection bytewise = new Http2Inspection();
        Finding found = whole.inspect(said);
        Finding last = Finding.FINE;
        for (int i = 0; i < said.readableBytes() && last == Finding.FINE; i++) {
            last = bytewise.inspect(said.slice(i, 1));
        }
        assertThat(last).isEqualTo(found);
        return found;
    }

    @ParameterizedTest(name = "{0} of {1} bytes: {2}")
    @CsvSource({"0, 0, FINE", "16, 0, FINE", "17, 0, CONTINUATIONS", "17, 8191, CONTINUATIONS", "70, 16384, FINE"})
    @DisplayName("has few continuations that are small")
    void continuations(int count, int length, Finding finding) {
        frames(1, HEADERS, 20).frames(count, CONTINUATION, length);

        assertThat(found()).isEqualTo(finding);
    }

    @Test
    @DisplayName("may have some for each of its requests")
    void requests() {
        for (int i = 0; i < 100; i++) {
            frames(1, HEADERS, 20).frames(16, CONTINUATION, 20).frames(1, PING, 8);
        }

        assertThat(found()).isEqualTo(Finding.FINE);
    }

    @Test
    @DisplayName("begins with the preface")
    void preface() {
        said.setByte(20, 'x');

        assertThat(found()).isEqualTo(Finding.NO_PREFACE);
    }
}
