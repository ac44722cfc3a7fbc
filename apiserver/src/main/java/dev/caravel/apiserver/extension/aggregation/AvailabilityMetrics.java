package dev.caravel.apiserver.extension.aggregation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which APIServices are not available, under upstream's name. Thread-safe. */
final class AvailabilityMetrics {
    private static final String GAUGE = "aggregator_unavailable_apiservice";

    private final MeterRegistry registry;
    private final Map<String, Double> unavailable = new ConcurrentHashMap<>();

    AvailabilityMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void set(String name, Availability availability) {
        boolean available = availability.status().equals("True");
        if (unavailable.put(name, available ? 0.0 : 1.0) == null) {
            Gauge.builder(GAUGE, () -> unavailable.getOrDefault(name, 0.0))
                    .description("Gauge of APIServices which are marked as unavailable broken down by APIService name.")
                    .tag("name", name)
                    .register(registry);
        }
    }

    void forget(String name) {
        unavailable.remove(name);
        registry.find(GAUGE).tag("name", name).meters().forEach(registry::remove);
    }
}
