package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.jwt.IssuerClient.Document;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * The keys that an issuer publishes (RFC 7517). Kept for as long as the issuer allows; a signature by an unknown key has them
 * read anew, by one at a time. Thread-safe; blocks.
 */
final class RemoteKeys {
    /** Upstream's: clocks differ. */
    private static final Duration EARLY = Duration.ofSeconds(30);

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[, ])max-age=(\\d{1,9})");

    private record Known(List<JsonWebKey> keys, Instant until) {}

    private final String url;
    private final IssuerClient client;
    private final JwtMetrics metrics;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.MIN);

    RemoteKeys(String url, IssuerClient client, JwtMetrics metrics, Clock clock) {
        this.url = requireNonNull(url, "url is null");
        this.client = requireNonNull(client, "client is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws IOException when no key of the issuer has made the signature, or its keys cannot be had */
    void verify(JsonWebSignature signature) throws IOException {
        Known before = known;
        if (isSignedByOne(signature, before.keys())) {
            return;
        }
        if (clock.instant().plus(EARLY).isAfter(before.until()) && isSignedByOne(signature, renewed(before))) {
            return;
        }
        throw new IOException("failed to verify id token signature");
    }

    private List<JsonWebKey> renewed(Known before) throws IOException {
        reading.lock();
        try {
            if (known == before) {
                known = read();
            }
            return known.keys();
        } catch (IOException e) {
            metrics.keysFailed();
            throw new IOException("fetching keys " + e.getMessage(), e);
        } finally {
            reading.unlock();
        }
    }

    private Known read() throws IOException {
        Document document;
        try {
            document = client.get(url, Optional.empty());
        } catch (IOException e) {
            throw new IOException("oidc: get keys failed " + e.getMessage(), e);
        }
        if (document.status() != 200) {
            throw new IOException("oidc: get keys failed: " + document.statusText() + " " + document.body());
        }
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(document.body()).getJsonWebKeys();
            metrics.keysRead(document.body());
            return new Known(List.copyOf(keys), clock.instant().plus(lifetime(document.cacheControl())));
        } catch (JoseException | RuntimeException e) {
            throw new IOException("oidc: failed to decode keys: %s %s".formatted(e.getMessage(), document.body()), e);
        }
    }

    /** RFC 9111, 5.2.2. */
    private static Duration lifetime(String cacheControl) {
        Matcher age = MAX_AGE.matcher(cacheControl);
        return cacheControl.contains("no-store") || cacheControl.contains("no-cache") || !age.find()
                ? Duration.ZERO
                : Duration.ofSeconds(Long.parseLong(age.group(1)));
    }

    private static boolean isSignedByOne(JsonWebSignature signature, List<JsonWebKey> keys) {
        String name = signature.getKeyIdHeaderValue();
        return keys.stream()
                .filter(key -> name == null || name.isEmpty() || name.equals(key.getKeyId()))
                .anyMatch(key -> isSignedBy(signature, key));
    }

    private static boolean isSignedBy(JsonWebSignature signature, JsonWebKey key) {
        signature.setKey(key.getKey());
        try {
            return signature.verifySignature();
        } catch (JoseException e) {
            return false; // made for another kind of key
        }
    }
}
