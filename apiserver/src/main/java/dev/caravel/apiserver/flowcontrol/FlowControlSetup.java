package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.serving.StartupSteps;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.machinery.reconcile.Delayer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.ToIntFunction;

/** Flow control as the flags want it. */
public final class FlowControlSetup implements AutoCloseable {
    private final ScheduledExecutorService executor = Delayer.newExecutor();
    private final FlowControl control;
    private final Optional<FlowSettings> settings;
    private final Bootstrap bootstrap;

    /** @param requestTimeout a quarter of it is how long a request waits at most */
    public FlowControlSetup(
            FlowControlFlags flags,
            Duration requestTimeout,
            ObjectReader reader,
            ObjectWriter writer,
            ResourceCatalog catalog,
            WatchCache cache,
            MeterRegistry registry,
            Clock clock) {
        this.bootstrap = new Bootstrap(reader, writer);
        if (flags.enabled) {
            PriorityAndFairness fairness = new PriorityAndFairness(
                    new Dispatcher(System::nanoTime),
                    load(catalog, cache),
                    new FlowMetrics(registry),
                    Delayer.on(executor),
                    flags.maxReading + flags.maxMutating,
                    requestTimeout.dividedBy(4));
            this.control = fairness;
            this.settings = Optional.of(new FlowSettings(reader, writer, bootstrap, clock, fairness::configure));
        } else {
            this.control = new MaxInFlight(flags.maxReading, flags.maxMutating);
            this.settings = Optional.empty();
        }
    }

    private static WorkEstimate.Load load(ResourceCatalog catalog, WatchCache cache) {
        return new WorkEstimate.Load() {
            @Override
            public int objects(RequestInfo info) {
                return count(info, cache::size);
            }

            @Override
            public int watches(RequestInfo info) {
                return count(info, cache::watchers);
            }

            private int count(RequestInfo info, ToIntFunction<Resource> number) {
                return info.resource()
                        .flatMap(catalog::find)
                        .map(number::applyAsInt)
                        .orElse(0);
            }
        };
    }

    public FlowControl control() {
        return control;
    }

    /** Before the first request comes. */
    public void follow() {
        settings.ifPresent(FlowSettings::follow);
    }

    /** What is to be done once the server answers. */
    public void addTo(StartupSteps startup) {
        settings.ifPresent(each -> startup.add(Bootstrap.STEP, () -> {
            bootstrap.ensure();
            each.maintainFromNow();
        }));
    }

    @Override
    public void close() throws Exception {
        if (settings.isPresent()) {
            settings.get().close();
        }
        executor.shutdownNow();
        control.close();
    }
}
