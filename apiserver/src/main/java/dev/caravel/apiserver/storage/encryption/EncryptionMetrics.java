package dev.caravel.apiserver.storage.encryption;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.storage.encryption.kms.KmsMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What is counted of encryption at rest, under upstream's names. Thread-safe. */
final class EncryptionMetrics {
    private static final String STORAGE = "apiserver_storage_transformation_";
    private static final String RELOADS = "apiserver_encryption_config_controller_";
    private static final Duration[] BUCKETS = IntStream.range(0, 25)
            .mapToObj(power -> Duration.ofNanos(5_000L << power))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags server;
    private final Clock clock;
    private final Map<String, AtomicLong> lastReload = new ConcurrentHashMap<>();
    private Meter config;

    EncryptionMetrics(MeterRegistry registry, String serverId, Clock clock) {
        this.registry = requireNonNull(registry, "registry is null");
        this.server = Tags.of("apiserver_id_hash", KmsMetrics.hash(serverId));
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** One transformation, which has failed unless it was said to be done before it is closed. For one thread. */
    final class Observed implements AutoCloseable {
        private final Tags tags;
        private final String resource;
        private final long start = System.nanoTime();
        private boolean done;

        private Observed(String type, GroupResource resource, String prefix) {
            this.tags = Tags.of("transformation_type", type, "transformer_prefix", prefix);
            this.resource =
                    resource.group().isEmpty() ? resource.resource() : resource.resource() + "." + resource.group();
        }

        <T> T done(T result) {
            done = true;
            return result;
        }

        @Override
        public void close() {
            Counter.builder(STORAGE + "operations_total")
                    .tags(tags.and("resource", resource, "status", done ? "OK" : "unknown-non-grpc"))
                    .register(registry)
                    .increment();
            if (done) {
                Timer.builder(STORAGE + "duration_seconds")
                        .tags(tags)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry)
                        .record(Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    Observed toStorage(GroupResource resource, String prefix) {
        return new Observed("to_storage", resource, prefix);
    }

    Observed fromStorage(GroupResource resource, String prefix) {
        return new Observed("from_storage", resource, prefix);
    }

    void reloaded(boolean success) {
        Tags tags = server.and("status", success ? "success" : "failure");
        Counter.builder(RELOADS + "automatic_reloads_total")
                .tags(tags)
                .register(registry)
                .increment();
        lastReload
                .computeIfAbsent(success ? "success" : "failure", _ -> {
                    AtomicLong value = new AtomicLong();
                    Gauge.builder(RELOADS + "automatic_reload_last_timestamp_seconds", value, AtomicLong::get)
                            .tags(tags)
                            .register(registry);
                    return value;
                })
                .set(clock.instant().getEpochSecond());
    }

    /** The content by which values are written from now on. Micrometer makes {@code _info} of the name. */
    synchronized void inUse(String contentHash) {
        if (config != null) {
            registry.remove(config);
        }
        config = Gauge.builder(RELOADS + "last_config.info", () -> 1)
                .tags(server.and("hash", contentHash))
                .register(registry);
    }
}
