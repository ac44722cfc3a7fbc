package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.lifecycle.LifecycleHooks;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Ends containers gracefully: preStop, the stop signal, and after the grace period SIGKILL. Each end runs on a virtual
 * thread of its own; asking again with less grace hurries it. Thread-safe.
 */
public final class ContainerKiller {
    private static final Logger log = Logger.getLogger(ContainerKiller.class);
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);
    /** What a container gets after its preStop hook has used up the grace period. */
    private static final Duration MIN_GRACE = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final LifecycleHooks hooks;
    private final EventRecorder events;
    private final PodAddresses addresses;
    private final Map<String, Instant> deadlines = new ConcurrentHashMap<>();

    /** Finds the address by which a hook reaches a pod; empty when it has none. */
    @FunctionalInterface
    public interface PodAddresses {
        String of(Pod pod);
    }

    public ContainerKiller(
            ContainerRuntime runtime, LifecycleHooks hooks, EventRecorder events, PodAddresses addresses) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.hooks = requireNonNull(hooks, "hooks is null");
        this.events = requireNonNull(events, "events is null");
        this.addresses = requireNonNull(addresses, "addresses is null");
    }

    /** @param override in seconds, of a probe or an API call; null for the pod's own */
    public Duration grace(Pod pod, Long override) {
        if (override != null) {
            return Duration.ofSeconds(override);
        }
        if (pod.getMetadata().getDeletionGracePeriodSeconds() != null) {
            return Duration.ofSeconds(Math.max(1, pod.getMetadata().getDeletionGracePeriodSeconds()));
        }
        Long own = pod.getSpec().getTerminationGracePeriodSeconds();
        return own == null ? DEFAULT_GRACE : Duration.ofSeconds(Math.max(1, own));
    }

    /** Begins to end a container, or hurries its end; does nothing when it is to end by then anyway. */
    public void kill(Pod pod, PodContainer container, String id, String message, Duration grace) {
        Instant deadline = Instant.now().plus(grace);
        boolean[] first = {false};
        boolean[] act = {false};
        deadlines.compute(id, (_, known) -> {
            first[0] = known == null;
            act[0] = known == null || deadline.plusSeconds(1).isBefore(known);
            return act[0] ? deadline : known;
        });
        if (!act[0]) {
            return;
        }
        if (first[0]) {
            events.record(container.reference(pod), EventType.NORMAL, "Killing", message);
        }
        Thread.ofVirtual()
                .name("kill-" + pod.getMetadata().getName() + "-" + container.name())
                .start(() -> end(pod, container, id, grace, first[0]));
    }

    /** Whether the end of a container has begun. */
    public boolean ending(String id) {
        return deadlines.containsKey(id);
    }

    public void forget(String id) {
        deadlines.remove(id);
    }

    private void end(Pod pod, PodContainer container, String id, Duration grace, boolean withHook) {
        Duration left = grace;
        LifecycleHandler preStop = container.spec().getLifecycle() == null
                ? null
                : container.spec().getLifecycle().getPreStop();
        if (withHook && preStop != null && grace.isPositive()) {
            left = left.minus(preStop(pod, container, preStop, id, grace));
            left = left.compareTo(MIN_GRACE) < 0 ? MIN_GRACE : left;
        }
        try {
            runtime.stopContainer(id, left);
        } catch (CriException e) {
            if (!e.isNotFound()) {
                log.warnf(
                        "%s/%s: cannot stop container %s: %s",
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        container.name(),
                        e.getMessage());
                deadlines.remove(id);
            }
        }
    }

    /** Returns how much of the grace period the hook has taken. */
    private Duration preStop(Pod pod, PodContainer container, LifecycleHandler hook, String id, Duration grace) {
        Instant began = Instant.now();
        Thread running = Thread.ofVirtual().start(() -> {
            try {
                hooks.run(hook, container.spec(), id, addresses.of(pod));
            } catch (LifecycleHooks.HookException e) {
                log.warnf(
                        "%s container %s: preStop: %s", pod.getMetadata().getName(), container.name(), e.getMessage());
                events.record(container.reference(pod), EventType.WARNING, "FailedPreStopHook", "PreStopHook failed");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            if (!running.join(grace)) {
                log.warnf(
                        "%s container %s: preStop took the grace period",
                        pod.getMetadata().getName(), container.name());
                running.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Duration.between(began, Instant.now());
    }
}
