package dev.caravel.apiserver.serving;

import dev.caravel.apiserver.streaming.PodStreams;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;

/**
 * Asks clients for certificates without judging them: the authenticator does, so that a bad one is answered by 401 and not by
 * a broken handshake.
 */
@Singleton
public final class TlsCustomizer implements HttpServerOptionsCustomizer {
    private static final int MAX_HEADER_BYTES = 1 << 20;

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new UnjudgedClients()))
                .setUseAlpn(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setWebSocketSubProtocols(PodStreams.WEBSOCKET_PROTOCOLS)
                .setCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                // Watches, logs and port-forwards may be silent for as long as they like.
                .setIdleTimeout(0);
    }
}
