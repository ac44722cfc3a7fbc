package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.config.Sha256;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** Tells of the tokens and keys of one issuer, under upstream's names. Thread-safe. */
final class JwtMetrics implements AutoCloseable {
    private static final String PREFIX = "apiserver_authentication_jwt_authenticator_";
    private static final Duration[] BUCKETS = LongStream.of(1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Tags issuer;
    private final Tags server;
    private final Map<String, Gauge> times = new ConcurrentHashMap<>();
    private final Map<String, Double> lastTimes = new ConcurrentHashMap<>();
    private Gauge keys;

    JwtMetrics(MeterRegistry registry, Clock clock, String issuer, String serverId) {
        this.registry = requireNonNull(registry, "registry is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.issuer = Tags.of("jwt_issuer_hash", Sha256.of(issuer));
        this.server = this.issuer.and("apiserver_id_hash", Sha256.of(serverId));
    }

    void authenticated(boolean success, Duration time) {
        Timer.builder(PREFIX + "latency_seconds")
                .tags(issuer.and("result", success ? "success" : "failure"))
                .serviceLevelObjectives(Arrays.copyOf(BUCKETS, BUCKETS.length))
                .register(registry)
                .record(time);
    }

    void keysFailed() {
        fetched("failure");
    }

    synchronized void keysRead(String content) {
        fetched("success");
        Gauge now = Gauge.builder(PREFIX + "jwks_fetch_last_key_set_info", () -> 1)
                .tags(server.and("hash", Sha256.of(content)))
                .register(registry);
        if (keys != null && !keys.getId().equals(now.getId())) {
            registry.remove(keys);
        }
        keys = now;
    }

    private void fetched(String result) {
        lastTimes.put(result, clock.millis() / 1000.0);
        times.computeIfAbsent(result, _ -> Gauge.builder(
                        PREFIX + "jwks_fetch_last_timestamp_seconds", lastTimes, last -> last.get(result))
                .tags(server.and("result", result))
                .strongReference(true)
                .register(registry));
    }

    /** The issuer is no longer asked. */
    @Override
    public synchronized void close() {
        times.values().forEach(registry::remove);
        if (keys != null) {
            registry.remove(keys);
        }
    }
}
