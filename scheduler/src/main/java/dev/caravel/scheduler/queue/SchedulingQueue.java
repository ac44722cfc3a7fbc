package dev.caravel.scheduler.queue;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.ClusterEvent;
import dev.caravel.scheduler.framework.Plugin;
import dev.caravel.scheduler.framework.PreEnqueuePlugin;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.framework.Status;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The pods that wait to be scheduled: ready ones in order (active), those that failed lately (back-off), and those for
 * which nothing has happened that might help (unschedulable).
 *
 * <p>Thread-safe. One thread pops; nothing runs in the background: what time brings about is done in {@link #pop}.
 */
public final class SchedulingQueue implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private final Clock clock;
    private final QueueSettings settings;
    private final Requeueing requeueing;
    private final Map<String, List<PreEnqueuePlugin>> preEnqueue;
    private final SchedulerMetrics metrics;

    private final PodHeap active;
    private final Backoff backoff;
    /** In order of their last attempts. */
    private final Map<String, QueuedPod> unschedulable = new LinkedHashMap<>();

    private final InFlight inFlight = new InFlight();
    private final NominatedPods nominated = new NominatedPods();
    private boolean closed;

    /** @param preEnqueue the PreEnqueue plugins of each scheduler name */
    public SchedulingQueue(
            Clock clock,
            QueueSettings settings,
            Comparator<QueuedPod> order,
            Requeueing requeueing,
            Map<String, List<PreEnqueuePlugin>> preEnqueue,
            SchedulerMetrics metrics) {
        this.clock = requireNonNull(clock, "clock is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.requeueing = requireNonNull(requeueing, "requeueing is null");
        this.preEnqueue = Map.copyOf(preEnqueue);
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.active = new PodHeap(order);
        this.backoff = new Backoff(clock, settings.initialBackoff(), settings.maximumBackoff(), order);
        metrics.observeQueue("active", () -> locked(active::size));
        metrics.observeQueue("backoff", () -> locked(backoff::size));
        metrics.observeQueue("unschedulable", () -> locked(() -> unschedulable.size() - gated()));
        metrics.observeQueue("gated", () -> locked(this::gated));
    }

    /** The queue for pods of all {@code profiles}; they must agree on the order. */
    public static SchedulingQueue forProfiles(
            Clock clock, QueueSettings settings, Collection<Profile> profiles, SchedulerMetrics metrics) {
        Map<String, List<Requeueing.Hint>> hints = new HashMap<>();
        Map<String, List<PreEnqueuePlugin>> gates = new HashMap<>();
        for (Profile profile : profiles) {
            gates.put(profile.schedulerName(), profile.plugins().preEnqueue());
            hints.put(
                    profile.schedulerName(),
                    profile.plugins().all().stream()
                            .flatMap(plugin -> plugin.queueingHints().stream()
                                    .map(hint -> new Requeueing.Hint(plugin.name(), hint)))
                            .toList());
        }
        Profile first = profiles.iterator().next();
        SchedulingQueue queue = new SchedulingQueue(
                clock, settings, first.plugins().queueSort()::compare, new Requeueing(hints), gates, metrics);
        for (Profile profile : profiles) {
            for (Plugin plugin : profile.plugins().all()) {
                metrics.observeRejections(
                        plugin.name(),
                        profile.schedulerName(),
                        () -> queue.rejectedBy(plugin.name(), profile.schedulerName()));
            }
        }
        return queue;
    }

    /** How many of the pods that wait were rejected by the plugin when last tried. */
    private int rejectedBy(String plugin, String profile) {
        return locked(() -> (int) Stream.of(active.all(), backoff.all(), unschedulable.values())
                .flatMap(Collection::stream)
                .filter(queued -> queued.pod().schedulerName().equals(profile))
                .filter(queued -> queued.rejectors().contains(plugin))
                .count());
    }

    public NominatedPods nominated() {
        return nominated;
    }

    /** Takes in a new pod. */
    public void add(PodInfo pod) {
        locked(() -> {
            activate(new QueuedPod(pod, clock.instant()), ClusterEvent.UNSCHEDULED_POD_ADD.label());
            return null;
        });
    }

    /** Takes a newer version of a pod; {@code events} say what changed. */
    public void update(PodInfo before, PodInfo after, List<ClusterEvent> events) {
        locked(() -> {
            if (inFlight.contains(after.uid())) {
                events.forEach(event -> inFlight.record(event, Change.pod(before, after)));
            } else {
                updateWaiting(before, after, events);
            }
            return null;
        });
    }

    private void updateWaiting(PodInfo before, PodInfo after, List<ClusterEvent> events) {
        Optional<QueuedPod> ready = active.remove(after.uid());
        if (ready.isPresent()) {
            ready.get().replace(after);
            active.add(ready.get());
            return;
        }
        Optional<QueuedPod> backing = backoff.remove(after.uid());
        if (backing.isPresent()) {
            backing.get().replace(after);
            backoff.add(backing.get());
            return;
        }
        QueuedPod waiting = unschedulable.get(after.uid());
        if (waiting == null) {
            activate(new QueuedPod(after, clock.instant()), ClusterEvent.UNSCHEDULED_POD_UPDATE.label());
            return;
        }
        waiting.replace(after);
        for (ClusterEvent event : events) {
            move(waiting, requeueing.decide(waiting, event, Change.pod(before, after)), event.label());
        }
    }

    /** Forgets a pod that was deleted, or bound by someone. */
    public void delete(PodInfo pod) {
        locked(() -> {
            nominated.remove(pod.uid());
            active.remove(pod.uid());
            backoff.remove(pod.uid());
            unschedulable.remove(pod.uid());
            return null;
        });
    }

    /** Wakes the unschedulable pods that the event may help. */
    public void onEvent(ClusterEvent event, Change change) {
        locked(() -> {
            if (requeueing.isOfInterest(event)) {
                inFlight.record(event, change);
                for (QueuedPod queued : List.copyOf(unschedulable.values())) {
                    move(queued, requeueing.decide(queued, event, change), event.label());
                }
            }
            return null;
        });
    }

    /**
     * Waits for the next pod to schedule; must be followed by {@link #done} or {@link #giveBack}. Returns nothing once
     * closed.
     */
    public Optional<QueuedPod> pop() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                advance();
                Optional<QueuedPod> next = active.poll().or(backoff::pollEarly);
                if (next.isPresent() && inFlight.depart(next.get().pod().uid())) {
                    next.get().readyAt(clock.instant());
                    next.get().attempt();
                    return next;
                }
                if (next.isEmpty()) {
                    awaitNext();
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** The pod has its node, or needs none any more. */
    public void done(String uid) {
        locked(() -> {
            inFlight.arrive(uid);
            return null;
        });
    }

    /**
     * Takes back a pod that could not be scheduled.
     *
     * @param pod its newest version
     * @param unschedulablePlugins who rejected it; none after an error
     * @param pendingPlugins who waits for something before it is worth another look
     */
    public void giveBack(QueuedPod queued, PodInfo pod, Set<String> unschedulablePlugins, Set<String> pendingPlugins) {
        locked(() -> {
            queued.replace(pod);
            queued.failed(unschedulablePlugins, pendingPlugins, clock.instant());
            Requeueing.Decision decision = decideByEventsMeanwhile(queued);
            inFlight.arrive(pod.uid());
            unschedulable.put(pod.uid(), queued);
            move(queued, decision, "ScheduleAttemptFailure");
            return null;
        });
    }

    private Requeueing.Decision decideByEventsMeanwhile(QueuedPod queued) {
        if (queued.rejectors().isEmpty()) {
            return Requeueing.Decision.AFTER_BACKOFF;
        }
        Requeueing.Decision decision = Requeueing.Decision.STAY;
        for (InFlight.Event event : inFlight.eventsFor(queued.pod().uid())) {
            Requeueing.Decision each = requeueing.decide(queued, event.event(), event.change());
            decision = each.compareTo(decision) > 0 ? each : decision;
        }
        return decision;
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            return null;
        });
    }

    private void move(QueuedPod queued, Requeueing.Decision decision, String event) {
        if (!unschedulable.containsKey(queued.pod().uid())) {
            return;
        }
        switch (decision) {
            case STAY -> {}
            case NOW -> activate(queued, event);
            case AFTER_BACKOFF -> {
                if (backoff.isOver(queued)) {
                    activate(queued, event);
                } else if (passesGates(queued)) {
                    unschedulable.remove(queued.pod().uid());
                    backoff.add(queued);
                    metrics.queued("backoff", event);
                }
            }
        }
    }

    private void activate(QueuedPod queued, String event) {
        if (!passesGates(queued)) {
            unschedulable.put(queued.pod().uid(), queued);
            return;
        }
        unschedulable.remove(queued.pod().uid());
        if (!queued.pod().nominatedNodeName().isEmpty()) {
            nominated.put(queued.pod(), queued.pod().nominatedNodeName());
        }
        active.add(queued);
        metrics.queued("active", event);
    }

    private boolean passesGates(QueuedPod queued) {
        for (PreEnqueuePlugin plugin : preEnqueue.getOrDefault(queued.pod().schedulerName(), List.of())) {
            Status status = plugin.preEnqueue(queued.pod());
            if (!status.isSuccess()) {
                queued.gate(plugin.name());
                return false;
            }
        }
        queued.ungate();
        return true;
    }

    /** Does what time has brought about. */
    private void advance() {
        for (Optional<QueuedPod> next = backoff.pollCompleted(); next.isPresent(); next = backoff.pollCompleted()) {
            active.add(next.get());
            metrics.queued("active", "BackoffComplete");
        }
        Instant now = clock.instant();
        for (QueuedPod queued : List.copyOf(unschedulable.values())) {
            if (now.isBefore(flushTime(queued))) {
                break;
            }
            if (!queued.isGated()) {
                move(queued, Requeueing.Decision.AFTER_BACKOFF, "UnschedulableTimeout");
            }
        }
    }

    private void awaitNext() throws InterruptedException {
        Optional<Instant> flush = unschedulable.values().stream()
                .filter(queued -> !queued.isGated())
                .map(this::flushTime)
                .findFirst();
        Optional<Instant> next = earlier(flush, backoff.nextCompletion());
        if (next.isPresent()) {
            wakeUp.awaitNanos(
                    Math.max(1, Duration.between(clock.instant(), next.get()).toNanos()));
        } else {
            wakeUp.await();
        }
    }

    private Instant flushTime(QueuedPod queued) {
        return queued.timestamp().plus(settings.longestUnschedulable());
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        return a.isPresent() && b.isPresent() ? (a.get().isBefore(b.get()) ? a : b) : a.or(() -> b);
    }

    private int gated() {
        return (int) unschedulable.values().stream().filter(QueuedPod::isGated).count();
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            T result = action.get();
            wakeUp.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }
}
