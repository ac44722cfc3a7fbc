package dev.caravel.kubelet.probes;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Probes running containers, each probe on a virtual thread of its own, and tells of every change. Thread-safe. */
public final class Prober implements AutoCloseable {
    private record Key(String containerId, ProbeKind kind) {}

    private final ProbeRunner runner;
    private final GrpcCheck grpc = new GrpcCheck();
    private final ProbeResults results = new ProbeResults();
    private final EventRecorder events;
    private final Clock clock;
    private final Consumer<String> changed;
    private final Map<Key, Thread> running = new ConcurrentHashMap<>();

    /** @param changed told the uid of a pod when a verdict on one of its containers has changed */
    public Prober(
            ContainerRuntime runtime, HttpCheck http, EventRecorder events, Clock clock, Consumer<String> changed) {
        this.runner = new ProbeRunner(runtime, http, grpc);
        this.events = requireNonNull(events, "events is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.changed = requireNonNull(changed, "changed is null");
    }

    public Verdicts verdicts() {
        return results;
    }

    /** Starts the probes of a running container that do not run yet; of an ending pod only readiness goes on. */
    public void probe(Pod pod, PodContainer container, RuntimeContainer instance, String podIp, boolean ending) {
        if (container.role() == PodContainer.Role.INIT) {
            return;
        }
        for (ProbeKind kind : ProbeKind.values()) {
            Key key = new Key(instance.id(), kind);
            boolean wanted = kind.of(container.spec()) != null && (!ending || kind == ProbeKind.READINESS);
            if (!wanted) {
                stop(key);
            } else {
                running.computeIfAbsent(key, _ -> Thread.ofVirtual()
                        .name("probe-" + pod.getMetadata().getName() + "-" + container.name())
                        .start(() -> loop(pod, container, instance, kind, podIp)));
            }
        }
    }

    /** Ends the probes of a container and forgets what they found. */
    public void forget(String containerId) {
        for (ProbeKind kind : ProbeKind.values()) {
            stop(new Key(containerId, kind));
        }
        results.forget(containerId);
    }

    private void stop(Key key) {
        Thread thread = running.remove(key);
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void loop(Pod pod, PodContainer container, RuntimeContainer instance, ProbeKind kind, String podIp) {
        Probe probe = kind.of(container.spec());
        Duration period = seconds(probe.getPeriodSeconds(), 10);
        Instant first = instance.startedAt().plus(seconds(probe.getInitialDelaySeconds(), 0));
        Threshold threshold = new Threshold(
                Objects.requireNonNullElse(probe.getSuccessThreshold(), 1),
                Objects.requireNonNullElse(probe.getFailureThreshold(), 3));
        try {
            sleepUntil(first);
            while (!Thread.currentThread().isInterrupted()) {
                if (kind == ProbeKind.STARTUP || results.started(instance.id(), container.spec())) {
                    boolean success = attempt(pod, container, instance, kind, probe, podIp);
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    boolean believed = threshold.count(success);
                    if (believed && results.set(instance.id(), kind, success)) {
                        changed.accept(pod.getMetadata().getUid());
                    }
                    // A container has started once; and one that failed to live is given no second chance.
                    boolean over = believed && (kind == ProbeKind.STARTUP || (kind == ProbeKind.LIVENESS && !success));
                    if (over) {
                        return;
                    }
                }
                Thread.sleep(period);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt(
            Pod pod, PodContainer container, RuntimeContainer instance, ProbeKind kind, Probe probe, String podIp) {
        ProbeResult result = runner.run(probe, container.spec(), instance.id(), podIp);
        if (!result.success() && !Thread.currentThread().isInterrupted()) {
            events.record(
                    container.reference(pod),
                    EventType.WARNING,
                    "Unhealthy",
                    kind.text() + " probe failed: " + result.output());
        }
        return result.success();
    }

    private void sleepUntil(Instant time) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), time);
        if (left.isPositive()) {
            Thread.sleep(left);
        }
    }

    private static Duration seconds(Integer seconds, int absent) {
        return Duration.ofSeconds(Objects.requireNonNullElse(seconds, absent));
    }

    @Override
    public void close() {
        running.keySet().forEach(this::stop);
        grpc.close();
    }
}
