package dev.caravel.apiserver.authorization.chain;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Tells of the configuration in force and of its reloads, under upstream's names. */
public final class ReloadMetrics {
    private static final String PREFIX = "apiserver_authorization_config_controller_";
    private static final String SERVER = "apiserver_id_hash";

    private final MeterRegistry registry;
    private final Clock clock;
    private final String server;
    private final Map<String, Double> lastTimes = new ConcurrentHashMap<>();
    private final AtomicReference<Gauge> info = new AtomicReference<>();

    /** @param server the identity of this server; told as a hash only */
    public ReloadMetrics(MeterRegistry registry, Clock clock, String server) {
        this.registry = requireNonNull(registry, "registry is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.server = hash(server.getBytes(StandardCharsets.UTF_8));
    }

    void succeeded(byte[] content) {
        count("success");
        inForce(content);
    }

    void failed() {
        count("failure");
    }

    void inForce(byte[] content) {
        Gauge gauge = Gauge.builder(PREFIX + "last_config_info", () -> 1)
                .tag(SERVER, server)
                .tag("hash", hash(content))
                .register(registry);
        Gauge old = info.getAndSet(gauge);
        if (old != null && !old.getId().equals(gauge.getId())) {
            registry.remove(old);
        }
    }

    private void count(String status) {
        registry.counter(PREFIX + "automatic_reloads_total", "status", status, SERVER, server)
                .increment();
        lastTimes.put(status, clock.millis() / 1000.0);
        Gauge.builder(PREFIX + "automatic_reload_last_timestamp_seconds", lastTimes, times -> times.get(status))
                .tag("status", status)
                .tag(SERVER, server)
                .register(registry);
    }

    private static String hash(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
