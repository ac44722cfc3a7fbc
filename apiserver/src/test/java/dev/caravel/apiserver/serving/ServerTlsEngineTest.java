package dev.caravel.apiserver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The server's TLS")
class ServerTlsEngineTest {
    @Test
    @DisplayName("prefers AES-128-GCM, and leaves the JDK's order as it is otherwise")
    void order() {
        assertThat(ServerTlsEngine.lightestFirst(List.of(
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")))
                .containsExactly(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    @DisplayName("keeps that where the options are copied")
    void copied() {
        assertThat(new ServerTlsEngine(_ -> {}).copy().isPooledHeapBuffers()).isTrue();
    }
}
