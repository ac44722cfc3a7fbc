package dev.caravel.apiserver.storage.encryption.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What is counted of KMS plugins, under upstream's names. Thread-safe. */
public final class KmsMetrics {
    private static final String PREFIX = "apiserver_envelope_encryption_";
    private static final Duration[] BUCKETS = IntStream.range(0, 20)
            .mapToObj(power -> Duration.ofNanos(100_000L << power))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags server;
    private final Clock clock;
    private final Map<Tags, AtomicLong> values = new ConcurrentHashMap<>();

    /** @param serverId the server's identity; its hash is told */
    public KmsMetrics(MeterRegistry registry, String serverId, Clock clock) {
        this.registry = requireNonNull(registry, "registry is null");
        this.server = Tags.of("apiserver_id_hash", hash(serverId));
        this.clock = requireNonNull(clock, "clock is null");
    }

    void called(String provider, String method, String code, Duration duration) {
        Timer.builder(PREFIX + "kms_operations_latency_seconds")
                .tags("provider_name", provider, "method_name", method, "grpc_status_code", code)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(duration);
    }

    void keyFromStatus(String provider, String keyId) {
        now("key_id_hash_status_last_timestamp_seconds", server.and(key(provider, keyId)));
    }

    void invalidKeyFromStatus(String provider, String error) {
        Counter.builder(PREFIX + "invalid_key_id_from_status_total")
                .tags("provider_name", provider, "error", error)
                .register(registry)
                .increment();
    }

    void read(String provider, String keyId) {
        used("from_storage", provider, keyId);
    }

    void written(String provider, String keyId) {
        used("to_storage", provider, keyId);
    }

    private void used(String direction, String provider, String keyId) {
        Tags tags = server.and(key(provider, keyId)).and("transformation_type", direction);
        Counter.builder(PREFIX + "key_id_hash_total")
                .tags(tags)
                .register(registry)
                .increment();
        now("key_id_hash_last_timestamp_seconds", tags);
    }

    void cached(String provider, int keys) {
        value("dek_source_cache_size", Tags.of("provider_name", provider)).set(keys);
    }

    /** A key had to be asked for. */
    void missed() {
        registry.counter("apiserver_storage_envelope_transformation_cache_misses_total")
                .increment();
    }

    private void now(String name, Tags tags) {
        value(name, tags).set(clock.instant().getEpochSecond());
    }

    private AtomicLong value(String name, Tags tags) {
        return values.computeIfAbsent(tags.and("__name__", name), _ -> {
            AtomicLong value = new AtomicLong();
            Gauge.builder(PREFIX + name, value, AtomicLong::get).tags(tags).register(registry);
            return value;
        });
    }

    private static Tags key(String provider, String keyId) {
        return Tags.of("provider_name", provider, "key_id_hash", hash(keyId));
    }

    /** Names of keys are nobody's business but the plugin's: messages and metrics have their hash. */
    public static String hash(String text) {
        if (text.isEmpty()) {
            return "";
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
