package dev.caravel.apiserver.flowcontrol;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.flowcontrol.Dispatcher.Outcome;
import dev.caravel.apiserver.flowcontrol.Dispatcher.Refused;
import dev.caravel.apiserver.flowcontrol.Dispatcher.Seated;
import dev.caravel.apiserver.http.LongRunning;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.machinery.reconcile.Delayer;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Flow control by the cluster's priority levels and flow schemas (KEP-1040). Thread-safe. */
final class PriorityAndFairness implements FlowControl {
    private static final String SCHEMA_HEADER = "X-Kubernetes-PF-FlowSchema-UID";
    private static final String LEVEL_HEADER = "X-Kubernetes-PF-PriorityLevel-UID";

    private final Dispatcher dispatcher;
    private final WorkEstimate.Load load;
    private final FlowMetrics metrics;
    private final Delayer delayer;
    private final int serverSeats;
    private final Duration patience;
    private volatile FlowConfiguration configuration = new FlowConfiguration(List.of(), List.of());

    /** @param patience how long a request waits at most */
    PriorityAndFairness(
            Dispatcher dispatcher,
            WorkEstimate.Load load,
            FlowMetrics metrics,
            Delayer delayer,
            int serverSeats,
            Duration patience) {
        this.dispatcher = requireNonNull(dispatcher, "dispatcher is null");
        this.load = requireNonNull(load, "load is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.delayer = requireNonNull(delayer, "delayer is null");
        this.serverSeats = serverSeats;
        this.patience = requireNonNull(patience, "patience is null");
    }

    void configure(FlowConfiguration wanted) {
        dispatcher.configure(wanted.levels(), serverSeats);
        configuration = wanted;
        metrics.show(dispatcher);
    }

    /** Until the first schemas are known all requests pass. */
    @Override
    public Seat enter(UserInfo user, RequestInfo info, MultiMap query) throws InterruptedException {
        if (LongRunning.is(info) && !info.verb().equals("watch")) {
            return Seat.FREE;
        }
        FlowConfiguration now = configuration;
        Optional<FlowSchema> schema = now.classify(user, info);
        return schema.isEmpty() ? Seat.FREE : enter(schema.get(), now.level(schema.get()), user, info, query);
    }

    private Seat enter(FlowSchema schema, PriorityLevel level, UserInfo user, RequestInfo info, MultiMap query)
            throws InterruptedException {
        WorkEstimate work = level.exempt()
                ? new WorkEstimate(1, 0, Duration.ZERO)
                : WorkEstimate.of(info, query, load, dispatcher.widest(level.name()));
        long arrived = System.nanoTime();
        Outcome outcome = dispatcher.enter(level.name(), schema.flow(user, info), work.seats(), patience);
        metrics.waited(schema, outcome instanceof Seated, Duration.ofNanos(System.nanoTime() - arrived));
        return switch (outcome) {
            case Refused refused -> {
                metrics.refused(schema, refused.refusal().toString());
                throw Statuses.tooManyRequests("Too many requests, please try again later.", 1);
            }
            case Seated seated -> {
                metrics.dispatched(schema);
                yield new Held(seated, work, Map.of(SCHEMA_HEADER, schema.uid(), LEVEL_HEADER, level.uid()));
            }
        };
    }

    private final class Held implements Seat {
        private final Seated seated;
        private final WorkEstimate work;
        private final Map<String, String> headers;
        private final AtomicBoolean given = new AtomicBoolean();

        Held(Seated seated, WorkEstimate work, Map<String, String> headers) {
            this.seated = seated;
            this.work = work;
            this.headers = headers;
        }

        @Override
        public Map<String, String> headers() {
            return headers;
        }

        @Override
        public void close() {
            if (!given.compareAndSet(false, true)) {
                return;
            }
            if (work.finalSeats() > 0) {
                delayer.after(work.finalTime(), () -> dispatcher.release(seated));
            } else {
                dispatcher.release(seated);
            }
        }
    }
}
