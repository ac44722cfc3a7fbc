package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.config.GoDuration;
import dev.caravel.kubelet.containers.FieldReferences;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.kubelet.images.BackOff;
import dev.caravel.kubelet.status.Waiting;
import dev.caravel.kubelet.volumes.PodVolumes;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Acts on the plan of a pod that shall run. Used by its worker's thread; operations report through concurrent fields. */
final class PodRun {
    private static final Logger log = Logger.getLogger(PodRun.class);
    /** The back-off of crashing containers and, at its first step, of everything else that is tried again. */
    private static final Duration BASE_DELAY = Duration.ofSeconds(10);

    private static final Duration MAX_DELAY = Duration.ofMinutes(5);
    private static final Duration VOLUME_RETRY = Duration.ofMillis(500);
    private static final Duration MAX_VOLUME_RETRY = Duration.ofSeconds(122);
    /** Soon enough to tell that a pull waits. */
    private static final Duration PULL_RETRY = Duration.ofSeconds(2);

    private final PodServices services;
    private final Operation operation;
    private final BackOff restarts = new BackOff(BASE_DELAY, MAX_DELAY);
    private final BackOff podRetries = new BackOff(VOLUME_RETRY, MAX_VOLUME_RETRY);
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, Instant> retries = new ConcurrentHashMap<>();
    private final Map<String, Instant> announced = new HashMap<>();
    private boolean retellStatus;
    private volatile Instant podRetry = Instant.EPOCH;
    private volatile boolean contentChanged = true;

    PodRun(PodServices services, Operation operation) {
        this.services = requireNonNull(services, "services is null");
        this.operation = requireNonNull(operation, "operation is null");
    }

    /** Why containers do not run, by name. */
    Map<String, Waiting> waiting() {
        return waiting;
    }

    void contentChanged() {
        contentChanged = true;
        podRetry = Instant.EPOCH;
        retries.clear();
    }

    /**
     * Does what can be done now; returns when to look again without being told, or null.
     *
     * @param busy whether an operation was under way when the facts were read
     */
    Instant next(Pod pod, RuntimePod runtime, Instant now, boolean busy) {
        List<Step> steps = PodPlan.of(
                pod,
                runtime,
                services.prober().verdicts(),
                (container, ended) -> restarts.until(container.name(), ended.finishedAt()),
                now);
        Instant wakeAt = services.volumes().renewAt(pod).orElse(null);
        Step start = null;
        for (Step step : steps) {
            switch (step) {
                case Step.KillContainer kill -> kill(pod, kill);
                case Step.Delay delay -> {
                    delay(pod, delay);
                    wakeAt = earlier(wakeAt, delay.until());
                }
                case Step.CreateSandbox _ -> start = step;
                case Step.StartContainer container -> {
                    Instant retry = retries.getOrDefault(container.container().name(), Instant.EPOCH);
                    if (retry.isAfter(now)) {
                        wakeAt = earlier(wakeAt, retry);
                    } else if (start == null) {
                        start = step;
                    }
                }
            }
        }
        if (busy) {
            return wakeAt;
        }
        if (podRetry.isAfter(now)) {
            return earlier(wakeAt, podRetry);
        }
        boolean renew =
                services.volumes().renewAt(pod).filter(at -> !at.isAfter(now)).isPresent();
        if (start != null || contentChanged || renew) {
            begin(pod, runtime, start);
        } else {
            removeOld(pod, runtime);
        }
        return wakeAt;
    }

    private void begin(Pod pod, RuntimePod runtime, Step step) {
        operation.start(
                "work-" + pod.getMetadata().getName(),
                () -> {
                    if (!volumesReady(pod, runtime)) {
                        return;
                    }
                    switch (step) {
                        case Step.CreateSandbox create -> createSandbox(pod, runtime, create);
                        case Step.StartContainer container -> startContainer(pod, runtime, container);
                        case null, default -> {}
                    }
                },
                failure -> {
                    log.warnf("%s: %s", PodWorker.name(pod), failure.getMessage());
                    retryPod();
                });
    }

    private boolean volumesReady(Pod pod, RuntimePod runtime) {
        contentChanged = false;
        List<String> ips = runtime.readySandbox().map(RuntimeSandbox::ips).orElse(List.of());
        Map<String, PodVolumes.Failure> failures =
                services.volumes().setUp(pod, new FieldReferences.Addresses(ips, services.hostIps()));
        if (failures.isEmpty()) {
            return true;
        }
        contentChanged = true;
        for (PodVolumes.Failure failure : failures.values()) {
            services.events()
                    .record(
                            PodContainer.podReference(pod),
                            EventType.WARNING,
                            "FailedMount",
                            "MountVolume.SetUp failed for volume \"" + failure.volume() + "\" : " + failure.message());
        }
        retryPod();
        return false;
    }

    private void createSandbox(Pod pod, RuntimePod runtime, Step.CreateSandbox create) {
        boolean ownNetwork = !Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        if (ownNetwork && !services.networkReady().getAsBoolean()) {
            services.events()
                    .record(
                            PodContainer.podReference(pod),
                            EventType.WARNING,
                            "NetworkNotReady",
                            "network is not ready: container runtime network not ready");
            retryPod();
            return;
        }
        if (!services.sandboxes().start(pod, create.attempt(), runtime)) {
            retryPod();
        }
    }

    private void startContainer(Pod pod, RuntimePod runtime, Step.StartContainer start) {
        Optional<RuntimeSandbox> sandbox = runtime.readySandbox();
        if (sandbox.isEmpty()) {
            return;
        }
        String name = start.container().name();
        if (start.after() != null && start.after().exited()) {
            restarts.next(name, start.after().finishedAt());
        }
        Optional<Waiting> failed = services.starter().start(pod, start.container(), sandbox.get(), start.after());
        if (failed.isEmpty()) {
            waiting.remove(name);
            retries.remove(name);
            return;
        }
        waiting.put(name, failed.get());
        Instant now = services.clock().instant();
        Instant again =
                switch (failed.get().reason()) {
                    case "ErrImagePull" -> now.plus(PULL_RETRY);
                    case "ImagePullBackOff" ->
                        services.images().retryAt(pod, start.container()).orElse(now.plus(BASE_DELAY));
                    default -> now.plus(BASE_DELAY);
                };
        retries.put(name, again);
    }

    private void kill(Pod pod, Step.KillContainer kill) {
        Probe probe =
                switch (kill.cause()) {
                    case LIVENESS -> kill.container().spec().getLivenessProbe();
                    case STARTUP -> kill.container().spec().getStartupProbe();
                    case CHANGED -> null;
                };
        Long grace = probe == null ? null : probe.getTerminationGracePeriodSeconds();
        services.killer()
                .kill(
                        pod,
                        kill.container(),
                        kill.running().id(),
                        kill.message(),
                        services.killer().grace(pod, grace));
    }

    private void delay(Pod pod, Step.Delay delay) {
        String name = delay.container().name();
        String where = pod.getMetadata().getName() + "_" + pod.getMetadata().getNamespace() + "("
                + pod.getMetadata().getUid() + ")";
        Duration length = restarts.delay(name).orElse(BASE_DELAY);
        Waiting why = new Waiting(
                "CrashLoopBackOff",
                "back-off " + GoDuration.format(length) + " restarting failed container=" + name + " pod=" + where);
        boolean news = !Objects.equals(waiting.put(name, why), why);
        if (!delay.until().equals(announced.put(name, delay.until()))) {
            services.events()
                    .record(
                            delay.container().reference(pod),
                            EventType.WARNING,
                            "BackOff",
                            "Back-off restarting failed container " + name + " in pod " + where);
        }
        if (news) {
            // The status told just before does not have it yet.
            retellStatus = true;
        }
    }

    /** Whether the status has changed by deciding. */
    boolean takeRetell() {
        boolean retell = retellStatus;
        retellStatus = false;
        return retell;
    }

    /** Keeps of each container the newest dead try beside the current one, whose log people ask for. */
    private void removeOld(Pod pod, RuntimePod runtime) {
        for (RuntimeContainer old : Leftovers.containers(runtime)) {
            try {
                services.runtime().removeContainer(old.id());
                services.logs().removeContainer(pod, old.name(), old.id(), old.logPath());
            } catch (CriException e) {
                log.warnf("%s: cannot remove container %s: %s", PodWorker.name(pod), old.id(), e.getMessage());
            }
        }
        for (RuntimeSandbox old : Leftovers.sandboxes(runtime)) {
            try {
                services.runtime().removeSandbox(old.id());
            } catch (CriException e) {
                log.warnf("%s: cannot remove sandbox %s: %s", PodWorker.name(pod), old.id(), e.getMessage());
            }
        }
    }

    private void retryPod() {
        Instant now = services.clock().instant();
        podRetries.next("", now);
        podRetry = podRetries.until("").orElse(now);
    }

    private static Instant earlier(Instant a, Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
