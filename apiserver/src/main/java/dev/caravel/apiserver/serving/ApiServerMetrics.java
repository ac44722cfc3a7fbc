package dev.caravel.apiserver.serving;

import dev.caravel.apiserver.http.LongRunning;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.http.RequestObserver;
import dev.caravel.apiserver.resource.GroupVersionResource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server counts, under upstream's names. Thread-safe. */
public final class ApiServerMetrics implements RequestObserver, AutoCloseable {
    private static final Set<String> READING = Set.of("get", "list", "watch");
    private static final GroupVersionResource NONE = new GroupVersionResource("", "", "");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(400),
        Duration.ofMillis(600),
        Duration.ofMillis(800),
        Duration.ofSeconds(1),
        Duration.ofMillis(1500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger mutating = new AtomicInteger();
    private final Map<Tags, AtomicInteger> longRunning = new ConcurrentHashMap<>();

    private final Map<Answered, Meters> answers = new ConcurrentHashMap<>();

    /** What requests are counted by. */
    private record Answered(
            GroupVersionResource resource, String scope, String subresource, String verb, boolean dryRun, int code) {}

    /** @param time empty for what lasts as long as the client likes */
    private record Meters(Counter count, Optional<Timer> time) {}

    public ApiServerMetrics() {
        inflight("readOnly", reading);
        inflight("mutating", mutating);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    private void inflight(String kind, AtomicInteger count) {
        Gauge.builder("apiserver_current_inflight_requests", count, AtomicInteger::get)
                .tag("request_kind", kind)
                .register(registry);
    }

    @Override
    public void began(RequestInfo info) {
        count(info).incrementAndGet();
    }

    @Override
    public void ended(RequestInfo info) {
        count(info).decrementAndGet();
    }

    private AtomicInteger count(RequestInfo info) {
        if (!LongRunning.is(info)) {
            return READING.contains(info.verb()) ? reading : mutating;
        }
        GroupVersionResource resource = info.resource().orElse(NONE);
        Tags tags = Tags.of(
                "component",
                "apiserver",
                "group",
                resource.group(),
                "resource",
                resource.resource(),
                "scope",
                scope(info),
                "subresource",
                info.subresource(),
                "verb",
                verb(info.verb()),
                "version",
                resource.version());
        return longRunning.computeIfAbsent(tags, _ -> {
            AtomicInteger count = new AtomicInteger();
            Gauge.builder("apiserver_longrunning_requests", count, AtomicInteger::get)
                    .tags(tags)
                    .register(registry);
            return count;
        });
    }

    public PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void answered(RequestInfo info, int code, boolean dryRun, Duration duration) {
        Answered answered = new Answered(
                info.resource().orElse(NONE), scope(info), subresource(info, code), info.verb(), dryRun, code);
        Meters meters = answers.computeIfAbsent(answered, this::meters);
        meters.count().increment();
        meters.time().ifPresent(time -> time.record(duration));
    }

    /** To look meters up by their tags takes longer than to count. */
    private Meters meters(Answered answered) {
        GroupVersionResource resource = answered.resource();
        Tags tags = Tags.of(
                "component",
                "apiserver",
                "dry_run",
                answered.dryRun() ? "All" : "",
                "group",
                resource.group(),
                "resource",
                resource.resource(),
                "scope",
                answered.scope(),
                "subresource",
                answered.subresource(),
                "verb",
                verb(answered.verb()),
                "version",
                resource.version());
        Counter count = Counter.builder("apiserver_request_total")
                .tags(tags.and("code", Integer.toString(answered.code())))
                .register(registry);
        if (answered.verb().equals("watch")) {
            return new Meters(count, Optional.empty());
        }
        return new Meters(
                count,
                Optional.of(Timer.builder("apiserver_request_duration_seconds")
                        .tags(tags)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry)));
    }

    /** Paths that are not served are not counted apart: anyone could make up any number of them. */
    private static String subresource(RequestInfo info, int code) {
        if (info.isResourceRequest()) {
            return info.subresource();
        }
        return code == 404 ? "" : info.path();
    }

    private static String verb(String verb) {
        return switch (verb) {
            case "create" -> "POST";
            case "update" -> "PUT";
            default -> verb.toUpperCase(Locale.ROOT);
        };
    }

    private static String scope(RequestInfo info) {
        if (!info.isResourceRequest()) {
            return "";
        }
        if (!info.name().isEmpty()) {
            return "resource";
        }
        return Optional.of(info.namespace())
                .filter(it -> !it.isEmpty())
                .map(_ -> "namespace")
                .orElse("cluster");
    }

    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
