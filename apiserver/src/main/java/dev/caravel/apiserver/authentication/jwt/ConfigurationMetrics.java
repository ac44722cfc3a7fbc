package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.config.Sha256;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of the configuration in force and of its reloads, under upstream's names. */
final class ConfigurationMetrics {
    private static final String PREFIX = "apiserver_authentication_config_controller_";
    private static final String SERVER = "apiserver_id_hash";

    private final MeterRegistry registry;
    private final Clock clock;
    private final String server;
    private final Map<String, Double> lastTimes = new ConcurrentHashMap<>();
    private Gauge info;

    ConfigurationMetrics(MeterRegistry registry, Clock clock, String serverId) {
        this.registry = requireNonNull(registry, "registry is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.server = Sha256.of(serverId);
    }

    void succeeded(byte[] content) {
        count("success");
        inForce(content);
    }

    void failed() {
        count("failure");
    }

    synchronized void inForce(byte[] content) {
        Gauge now = Gauge.builder(PREFIX + "last_config_info", () -> 1)
                .tags(SERVER, server, "hash", Sha256.of(content))
                .register(registry);
        if (info != null && !info.getId().equals(now.getId())) {
            registry.remove(info);
        }
        info = now;
    }

    private void count(String status) {
        registry.counter(PREFIX + "automatic_reloads_total", "status", status, SERVER, server)
                .increment();
        lastTimes.put(status, clock.millis() / 1000.0);
        Gauge.builder(PREFIX + "automatic_reload_last_timestamp_seconds", lastTimes, times -> times.get(status))
                .tags("status", status, SERVER, server)
                .strongReference(true)
                .register(registry);
    }
}
