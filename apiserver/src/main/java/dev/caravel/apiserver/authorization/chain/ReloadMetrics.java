package dev.caravel.apiserver.authorization.chain;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of the configuration in force and of its reloads, under upstream's names. */
public final class ReloadMetrics {
    private static final String PREFIX = "apiserver_authorization_config_controller_";
    private static final String SERVER = "apiserver_id_hash";

    private final PrometheusMeterRegistry registry;
    private final Clock clock;
    private final String server;
    private final Map<String, Double> lastTimes = new ConcurrentHashMap<>();
    private final Info info;

    /** @param server the identity of this server; told as a hash only */
    public ReloadMetrics(PrometheusMeterRegistry registry, Clock clock, String server) {
        this.registry = requireNonNull(registry, "registry is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.info = Info.builder()
                .name(PREFIX + "last_config_info")
                .help("Information about the last applied authorization configuration with hash as label.")
                .labelNames(SERVER, "hash")
                .register(registry.getPrometheusRegistry());
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
        info.setLabelValues(server, hash(content));
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
