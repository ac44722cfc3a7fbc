package dev.caravel.apiserver.flowcontrol;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** What flow control does, under upstream's names. Thread-safe. */
final class FlowMetrics {
    private static final String PREFIX = "apiserver_flowcontrol_";
    private static final Duration[] WAITS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
    };

    /** Of levels; each number is looked up when it is asked for. */
    private static final Map<String, ToIntFunction<LevelState>> GAUGES = Map.of(
            "nominal_limit_seats", LevelState::nominal,
            "current_limit_seats", state -> state.nominal() + state.borrowed(),
            "lower_limit_seats",
                    state -> state.nominal() - state.nominal() * state.level().lendablePercent() / 100,
            "current_executing_seats", LevelState::executingSeats,
            "current_executing_requests", LevelState::executing,
            "current_inqueue_requests", LevelState::waiting);

    private final MeterRegistry registry;
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    /** What the meters of every request are kept by: to look them up by their tags takes longer than to count. */
    private record Waited(String schema, String level, boolean executed) {
        static Waited of(FlowSchema schema, boolean executed) {
            return new Waited(schema.name(), schema.priorityLevel(), executed);
        }
    }

    private final Map<Waited, Counter> dispatched = new ConcurrentHashMap<>();
    private final Map<Waited, Timer> waits = new ConcurrentHashMap<>();

    FlowMetrics(MeterRegistry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    /** Levels that are new get their gauges. */
    void show(Dispatcher dispatcher) {
        dispatcher.inspect(state -> {
            if (shown.add(state.level().name())) {
                GAUGES.forEach((name, number) -> Gauge.builder(PREFIX + name, () -> number.applyAsInt(state))
                        .tag("priority_level", state.level().name())
                        .strongReference(true)
                        .register(registry));
            }
        });
    }

    private static Tags tags(FlowSchema schema) {
        return Tags.of("flow_schema", schema.name(), "priority_level", schema.priorityLevel());
    }

    void dispatched(FlowSchema schema) {
        dispatched
                .computeIfAbsent(Waited.of(schema, true), _ -> Counter.builder(PREFIX + "dispatched_requests_total")
                        .tags(tags(schema))
                        .register(registry))
                .increment();
    }

    void refused(FlowSchema schema, String reason) {
        Counter.builder(PREFIX + "rejected_requests_total")
                .tags(tags(schema).and("reason", reason))
                .register(registry)
                .increment();
    }

    void waited(FlowSchema schema, boolean executed, Duration duration) {
        waits.computeIfAbsent(Waited.of(schema, executed), _ -> Timer.builder(PREFIX + "request_wait_duration_seconds")
                        .tags(tags(schema).and("execute", Boolean.toString(executed)))
                        .serviceLevelObjectives(WAITS)
                        .register(registry))
                .record(duration);
    }
}
