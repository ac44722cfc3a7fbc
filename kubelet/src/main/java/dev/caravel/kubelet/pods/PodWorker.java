package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.status.PodPhase;
import dev.caravel.kubelet.status.PodStatusReport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Brings one pod to what is wanted of it and keeps it there, until it is gone from the API and from the node.
 *
 * <p>One virtual thread per pod reads the facts, tells the status and decides, each time something has changed; what takes
 * time runs beside it, one operation at a time. All state but the back-off can be found again in the runtime and the API.
 */
public final class PodWorker {
    private static final Logger log = Logger.getLogger(PodWorker.class);
    /** How soon a runtime that did not answer is asked again. */
    private static final Duration RUNTIME_RETRY = Duration.ofSeconds(1);

    private final PodServices services;
    private final Consumer<PodWorker> gone;
    private final Signal signal;
    private final Operation operation;
    private final PodRun run;
    private final PodEnd end;
    private final Thread thread;

    private volatile Pod pod;
    /** As the API has it: the pod itself or, of a static pod, its mirror; null while there is none. */
    private volatile Pod apiPod;

    private volatile boolean removed;
    private volatile boolean contentChanged;
    private volatile PodStatus status;
    private boolean ending;
    private Optional<PodStatusReport.Verdict> failure = Optional.empty();

    /** @param gone called once, when nothing of the pod is left on the node */
    PodWorker(Pod pod, Pod apiPod, PodServices services, Consumer<PodWorker> gone) {
        this.pod = requireNonNull(pod, "pod is null");
        this.apiPod = apiPod;
        this.services = requireNonNull(services, "services is null");
        this.gone = requireNonNull(gone, "gone is null");
        this.signal = new Signal(services.clock());
        this.operation = new Operation(signal::raise);
        this.run = new PodRun(services, operation);
        this.end = new PodEnd(services, operation);
        this.status = initialStatus(apiPod);
        this.thread = Thread.ofVirtual().name("pod-" + name(pod)).unstarted(this::loop);
    }

    private static PodStatus initialStatus(Pod apiPod) {
        return apiPod == null || apiPod.getStatus() == null ? new PodStatus() : apiPod.getStatus();
    }

    void start() {
        thread.start();
    }

    /** Ends the worker and leaves the containers running. */
    void abandon() {
        thread.interrupt();
    }

    /** A newer version of the pod. */
    void update(Pod newer) {
        boolean fieldsChanged = !Objects.equals(
                        pod.getMetadata().getLabels(), newer.getMetadata().getLabels())
                || !Objects.equals(
                        pod.getMetadata().getAnnotations(), newer.getMetadata().getAnnotations());
        pod = newer;
        contentChanged |= fieldsChanged;
        signal.raise();
    }

    void updateApiPod(Pod newer) {
        apiPod = newer;
        signal.raise();
    }

    /** The pod is no longer wanted: gone from the API, or its manifest from the node. */
    void remove() {
        removed = true;
        signal.raise();
    }

    /** Something in the runtime or a verdict of a probe has changed. */
    void wake() {
        signal.raise();
    }

    /** An object that the pod's volumes or environment are made from has changed. */
    void contentChanged() {
        contentChanged = true;
        signal.raise();
    }

    public Pod pod() {
        return pod;
    }

    /** What was last told of the pod. */
    public PodStatus status() {
        return status;
    }

    private void loop() {
        try {
            while (!end.done()) {
                Instant wakeAt;
                try {
                    wakeAt = sync();
                } catch (CriException e) {
                    log.warnf("%s: the container runtime does not answer: %s", name(pod), e.getMessage());
                    wakeAt = services.clock().instant().plus(RUNTIME_RETRY);
                } catch (RuntimeException e) {
                    log.errorf(e, "%s: sync failed", name(pod));
                    wakeAt = services.clock().instant().plus(RUNTIME_RETRY);
                }
                if (!end.done()) {
                    signal.await(wakeAt);
                }
            }
            gone.accept(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant sync() {
        Pod current = pod;
        // Asked before the facts are read: what ends meanwhile is not in them yet.
        boolean busy = operation.running();
        RuntimePod runtime = services.runtime().readPod(current.getMetadata().getUid());
        Instant now = services.clock().instant();
        Instant deadline = checkDeadline(current, now);
        ending |= removed
                || current.getMetadata().getDeletionTimestamp() != null
                || failure.isPresent()
                || PodPhase.isTerminal(status.getPhase());
        if (!end.tornDown()) {
            report(current, runtime, now);
        }
        ending |= PodPhase.isTerminal(status.getPhase());
        probe(current, runtime);
        if (ending) {
            return end.next(current, apiPod, runtime, removed, busy);
        }
        if (contentChanged) {
            contentChanged = false;
            run.contentChanged();
        }
        Instant wakeAt = run.next(current, runtime, now, busy);
        if (run.takeRetell()) {
            report(current, runtime, now);
        }
        return earlier(deadline, wakeAt);
    }

    private void report(Pod current, RuntimePod runtime, Instant now) {
        PodStatus before = status;
        Pod api = apiPod;
        if (api != null && api.getStatus() != null) {
            // Others write conditions beside ours: readiness gates, the scheduler, disruptions.
            before = ForeignConditions.adopt(before, api.getStatus());
        }
        status = services.report().of(current, before, runtime, run.waiting(), ending, failure, now);
        if (api != null && !removed) {
            services.statuses().set(api, status);
        }
    }

    private void probe(Pod current, RuntimePod runtime) {
        String ip = address(runtime);
        for (PodContainer container : PodContainer.of(current)) {
            runtime.latest(container.name()).ifPresent(latest -> {
                if (latest.running()) {
                    services.prober().probe(current, container, latest, ip, ending);
                } else {
                    services.prober().forget(latest.id());
                    services.killer().forget(latest.id());
                }
            });
        }
    }

    private String address(RuntimePod runtime) {
        return runtime.readySandbox()
                .map(sandbox -> sandbox.hostNetwork() ? services.hostIps() : sandbox.ips())
                .filter(ips -> !ips.isEmpty())
                .map(ips -> ips.getFirst())
                .orElse("");
    }

    /** Fails the pod when it has been active too long; returns when that would be. */
    private Instant checkDeadline(Pod current, Instant now) {
        Long seconds = current.getSpec().getActiveDeadlineSeconds();
        if (seconds == null || status.getStartTime() == null || failure.isPresent()) {
            return null;
        }
        Instant deadline = Instant.parse(status.getStartTime()).plusSeconds(seconds);
        if (!now.isBefore(deadline) && !PodPhase.isTerminal(status.getPhase())) {
            String message = "Pod was active on the node longer than the specified deadline";
            failure = Optional.of(new PodStatusReport.Verdict("DeadlineExceeded", message));
            services.events().normal(current, "DeadlineExceeded", message);
        }
        return deadline;
    }

    private static Instant earlier(Instant a, Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }

    static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
