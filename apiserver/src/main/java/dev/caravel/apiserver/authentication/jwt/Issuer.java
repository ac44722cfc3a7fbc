package dev.caravel.apiserver.authentication.jwt;

import static dev.caravel.apiserver.json.Quoted.quoted;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.jwt.IssuerClient.Document;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * An issuer whose tokens can be verified once its configuration has been read (OpenID Connect Discovery 1.0). It may come up
 * after this server, or run on top of it. Thread-safe.
 */
final class Issuer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Issuer.class);
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    /** Upstream's: how long until an issuer that did not answer is asked again. */
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** What an issuer's tokens must be like. */
    record Expectation(List<String> audiences, List<String> algorithms) {}

    private final String url;
    private final String discoveryUrl;
    private final Expectation expectation;
    private final IssuerClient client;
    private final JwtMetrics metrics;
    private final Clock clock;
    private final CompletableFuture<TokenVerifier> verifier = new CompletableFuture<>();
    private final Thread thread;
    private volatile String failure = "";

    /** @param discoveryUrl where the configuration is, if it is not where the issuer's URL says; may be empty */
    Issuer(
            String url,
            String discoveryUrl,
            Expectation expectation,
            IssuerClient client,
            JwtMetrics metrics,
            Clock clock) {
        this.url = requireNonNull(url, "url is null");
        this.discoveryUrl = discoveryUrl.isEmpty() ? url.replaceFirst("/$", "") + WELL_KNOWN : discoveryUrl;
        this.expectation = requireNonNull(expectation, "expectation is null");
        this.client = requireNonNull(client, "client is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.thread = Thread.ofVirtual().name("discovery of " + url).start(this::discover);
    }

    String url() {
        return url;
    }

    /** Completes when the configuration has been read; never fails. */
    CompletableFuture<TokenVerifier> ready() {
        return verifier;
    }

    /** Why it is not ready; empty before the first attempt has failed. */
    String failure() {
        return failure;
    }

    Optional<TokenVerifier> verifier() {
        return Optional.ofNullable(verifier.getNow(null));
    }

    private void discover() {
        try {
            while (true) {
                try {
                    verifier.complete(read());
                    return;
                } catch (IOException e) {
                    failure = e.getMessage();
                    LOG.errorf("oidc authenticator: initializing plugin: %s", e.getMessage());
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debugf("the issuer %s is no longer asked for its configuration", url);
        }
    }

    private TokenVerifier read() throws IOException {
        Document document = client.get(discoveryUrl, Optional.empty());
        if (document.status() != 200) {
            throw new IOException(document.statusText() + ": " + document.body());
        }
        ObjectNode configuration = parse(document);
        String issuer = configuration.path("issuer").asText();
        if (!issuer.equals(url)) {
            throw new IOException("oidc: issuer did not match the issuer returned by provider, expected %s got %s"
                    .formatted(quoted(url), quoted(issuer)));
        }
        String keys = configuration.path("jwks_uri").asText();
        if (keys.isEmpty()) {
            throw new IOException("provider did not return JWKS URL");
        }
        return new TokenVerifier(
                url,
                expectation.audiences(),
                expectation.algorithms(),
                new RemoteKeys(keys, client, metrics, clock),
                clock);
    }

    private static ObjectNode parse(Document document) throws IOException {
        try {
            return JsonCodec.readObject(document.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(
                    "oidc: failed to decode provider discovery object: expected Content-Type = application/json, got %s: %s"
                            .formatted(quoted(document.contentType()), e.getMessage()),
                    e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
