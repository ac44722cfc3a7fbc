package dev.caravel.apiserver.storage.encryption.kms;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.encryption.ValueTransformer;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of stored values, each unsealed by the plugin once a day at most. Thread-safe. */
final class UnsealedKeys {
    private static final Duration KEPT_FOR = Duration.ofHours(24);
    /** So that a list of a thousand values does not wait a thousand times for a plugin that does not answer. */
    private static final Duration FAILED_FOR = Duration.ofSeconds(1);

    /** @param failure null when there is a transformer */
    private record Known(ValueTransformer transformer, KmsException failure, Instant until) {}

    private final String name;
    private final KmsPlugin plugin;
    private final KmsMetrics metrics;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();

    UnsealedKeys(String name, KmsPlugin plugin, KmsMetrics metrics, Clock clock, SecureRandom random) {
        this.name = requireNonNull(name, "name is null");
        this.plugin = requireNonNull(plugin, "plugin is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** Spares the plugin the question for what this server writes itself. */
    void put(WriteKey key) {
        put(
                key.sealed().fingerprint(),
                new Known(key.transformer(), null, clock.instant().plus(KEPT_FOR)));
    }

    private void put(ByteBuffer fingerprint, Known entry) {
        if (known.put(fingerprint, entry) == null) {
            Instant now = clock.instant();
            known.values().removeIf(it -> now.isAfter(it.until()));
            metrics.cached(name, known.size());
        }
    }

    ValueTransformer transformer(SealedKey key) throws KmsException {
        ByteBuffer fingerprint = key.fingerprint();
        Known found = known.get(fingerprint);
        if (found != null && found.failure() == null) {
            return found.transformer();
        }
        if (found != null && clock.instant().isBefore(found.until())) {
            throw new KmsException(found.failure().getMessage(), found.failure());
        }
        metrics.missed();
        try {
            byte[] plaintext = plugin.unseal(key, UUID.randomUUID().toString());
            ValueTransformer transformer = key.source().transformer(plaintext, random);
            put(fingerprint, new Known(transformer, null, clock.instant().plus(KEPT_FOR)));
            return transformer;
        } catch (KmsException e) {
            KmsException failure = new KmsException("failed to decrypt DEK, error: " + e.getMessage(), e);
            put(fingerprint, new Known(null, failure, clock.instant().plus(FAILED_FOR)));
            throw failure;
        }
    }
}
