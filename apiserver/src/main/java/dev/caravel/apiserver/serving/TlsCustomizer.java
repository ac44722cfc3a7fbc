package dev.caravel.apiserver.serving;

import dev.caravel.apiserver.streaming.PodStreams;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Asks clients for certificates without judging them: the authenticator does, so that a bad one is answered by 401 and not by
 * a broken handshake. Serves a renewed certificate from the next handshake on; Quarkus' own reloading refuses connections while
 * it lasts, changed or not.
 */
@Singleton
public final class TlsCustomizer implements HttpServerOptionsCustomizer {
    private static final int MAX_HEADER_BYTES = 1 << 20;

    /** Upstream's: Go's clients keep connections as long. */
    private static final int IDLE_SECONDS = 90;

    /** The configuration's name for pairs that are served for certain names only. */
    public static final String NAMED = "caravel.tls.named-pairs";

    private final Path certificate;
    private final Path privateKey;
    private final List<NamedPair> named;

    TlsCustomizer(
            @ConfigProperty(name = "quarkus.http.ssl.certificate.files") Path certificate,
            @ConfigProperty(name = "quarkus.http.ssl.certificate.key-files") Path privateKey,
            @ConfigProperty(name = NAMED) Optional<String> named) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.named = NamedPair.split(named.orElse(""));
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        try {
            options.setKeyCertOptions(KeyCertOptions.wrap(ServingCertificates.of(certificate, privateKey, named)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        options.setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new UnjudgedClients()))
                .setSslEngineOptions(new ServerTlsEngine())
                .setUseAlpn(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setWebSocketSubProtocols(PodStreams.WEBSOCKET_PROTOCOLS)
                .setCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                // Of connections without a request: watches, logs and port-forwards may be silent for as long as they
                // like.
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }
}
