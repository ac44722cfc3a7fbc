package dev.caravel.apiserver.http.connection;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_0;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The host of a request")
class HostHeaderTest {
    @ParameterizedTest(name = "«{0}»")
    @ValueSource(strings = {"localhost", "localhost:6443", "[::1]:6443", "10.0.0.1", "a_b.c", "a,b", ""})
    @DisplayName("may be a name, an address, or nothing")
    void fine(String host) {
        assertThat(HostHeader.fault(HTTP_1_1, List.of(host))).isEmpty();
    }

    @ParameterizedTest(name = "«{0}»")
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "a@b",
                "{a}",
                "\"",
                "\\",
                "a\tb",
                "é",
                "%",
                "%41",
                "%zz",
                "[::1",
                "a:b",
                "a:80:80",
                "a:99999999",
                "a:-1",
                "]"
            })
    @DisplayName("is malformed when it is neither")
    void malformed(String host) {
        assertThat(HostHeader.fault(HTTP_1_1, List.of(host))).contains("malformed Host header");
    }

    @Test
    @DisplayName("is said once, since HTTP/1.1")
    void once() {
        assertThat(HostHeader.fault(HTTP_1_1, List.of())).contains("missing required Host header");
        assertThat(HostHeader.fault(HTTP_1_0, List.of())).isEmpty();
        assertThat(HostHeader.fault(HTTP_1_1, List.of("a", "a"))).contains("too many Host headers");
    }
}
