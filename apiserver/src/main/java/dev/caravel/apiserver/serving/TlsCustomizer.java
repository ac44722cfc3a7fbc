package dev.caravel.apiserver.serving;

import dev.caravel.apiserver.http.connection.Front;
import dev.caravel.apiserver.http.connection.Patience;
import dev.caravel.apiserver.streaming.PodStreams;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
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

    /** As Go counts: 32 bytes for each of ten headers come on top. */
    private static final int MAX_HEADER_LIST_BYTES = MAX_HEADER_BYTES + 320;

    /** Who cancels all watches of a controller at once means no harm; who opens streams only to reset them is stopped. */
    private static final int RESETS = 1_000;

    private static final int RESETS_SECONDS = 30;

    /** The configuration's name for pairs that are served for certain names only. */
    public static final String NAMED = "caravel.tls.named-pairs";

    /** The configuration's name for {@code --http2-max-streams-per-connection}. */
    public static final String MAX_STREAMS = "caravel.serving.max-streams";

    private final Path certificate;
    private final Path privateKey;
    private final List<NamedPair> named;
    private final Patience patience;
    private final int maxStreams;

    /** The limits are upstream's: Go's clients keep connections for 90 seconds. */
    TlsCustomizer(
            @ConfigProperty(name = "quarkus.http.ssl.certificate.files") Path certificate,
            @ConfigProperty(name = "quarkus.http.ssl.certificate.key-files") Path privateKey,
            @ConfigProperty(name = NAMED) Optional<String> named,
            @ConfigProperty(name = "caravel.serving.handshake-timeout", defaultValue = "32s") Duration handshake,
            @ConfigProperty(name = "caravel.serving.head-timeout", defaultValue = "32s") Duration head,
            @ConfigProperty(name = "caravel.serving.idle-timeout", defaultValue = "90s") Duration idle,
            @ConfigProperty(name = MAX_STREAMS, defaultValue = "100") int maxStreams) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.named = NamedPair.split(named.orElse(""));
        this.patience = new Patience(handshake, head, idle);
        this.maxStreams = maxStreams;
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
                .setSslEngineOptions(new ServerTlsEngine(new Front(patience, maxStreams)::connected))
                .setSslHandshakeTimeout(patience.handshake().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setUseAlpn(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setWebSocketSubProtocols(PodStreams.WEBSOCKET_PROTOCOLS)
                .setCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(0) // the front keeps that time
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setMaxConcurrentStreams(maxStreams)
                        .setMaxHeaderListSize(MAX_HEADER_LIST_BYTES))
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
                .setHttp2RstFloodWindowDuration(RESETS_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    }
}
