package dev.caravel.kubelet.pods;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Brings a pod to its end: main containers, then sidecars in reverse, then the sandbox, the volumes, the API object and at
 * last what the runtime still remembers. Used by its worker's thread.
 */
final class PodEnd {
    private static final Logger log = Logger.getLogger(PodEnd.class);
    /** How soon to look again at what does not end, without being told. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final PodServices services;
    private final Operation operation;
    private volatile boolean tornDown;
    private volatile boolean deleted;
    private volatile boolean done;

    PodEnd(PodServices services, Operation operation) {
        this.services = requireNonNull(services, "services is null");
        this.operation = requireNonNull(operation, "operation is null");
    }

    /** Nothing runs any more and the node is clean but for the dead containers, which tell of their logs. */
    boolean tornDown() {
        return tornDown;
    }

    /** Nothing is left. */
    boolean done() {
        return done;
    }

    /**
     * Does the next thing; returns when to look again without being told, or null.
     *
     * @param busy whether an operation was under way when the facts were read
     */
    Instant next(Pod pod, Pod apiPod, RuntimePod runtime, boolean removed, boolean busy) {
        Instant soon = services.clock().instant().plus(LOOK_AGAIN);
        if (!runtime.running().isEmpty()) {
            operation.cancel();
            kill(pod, runtime);
            return soon;
        }
        if (busy) {
            return soon;
        }
        List<RuntimeSandbox> ready =
                runtime.sandboxes().stream().filter(RuntimeSandbox::ready).toList();
        if (!ready.isEmpty()) {
            begin(pod, () -> ready.forEach(sandbox -> services.runtime().stopSandbox(sandbox.id())));
            return soon;
        }
        if (!tornDown) {
            begin(pod, () -> tearDown(pod, apiPod));
            return soon;
        }
        if (removed) {
            begin(pod, () -> forget(pod, runtime));
            return soon;
        }
        if (apiPod != null && apiPod.getMetadata().getDeletionTimestamp() != null && !deleted) {
            begin(pod, () -> {
                services.statuses().delete(apiPod);
                deleted = true;
            });
            return soon;
        }
        return null;
    }

    private void begin(Pod pod, Runnable work) {
        operation.start("end-" + pod.getMetadata().getName(), work, failure -> {
            log.warnf("%s: cannot end yet: %s", PodWorker.name(pod), failure.getMessage());
            pause();
        });
    }

    /** Keeps the operation busy, so that a failure is not tried again at once. */
    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(Pod pod, RuntimePod runtime) {
        List<RuntimeContainer> running = runtime.running();
        List<String> sidecars = PodContainer.of(pod, PodContainer.Role.SIDECAR).stream()
                .map(PodContainer::name)
                .toList();
        List<RuntimeContainer> first =
                running.stream().filter(c -> !sidecars.contains(c.name())).toList();
        if (first.isEmpty()) {
            for (String sidecar : sidecars.reversed()) {
                first = running.stream().filter(c -> c.name().equals(sidecar)).toList();
                if (!first.isEmpty()) {
                    break;
                }
            }
        }
        for (RuntimeContainer container : first) {
            services.killer()
                    .kill(
                            pod,
                            specOf(pod, container.name()),
                            container.id(),
                            "Stopping container " + container.name(),
                            services.killer().grace(pod, null));
        }
    }

    /** A container that the specification no longer has is ended without hooks. */
    private static PodContainer specOf(Pod pod, String name) {
        Container bare = new ContainerBuilder().withName(name).build();
        return PodContainer.find(pod, name).orElseGet(() -> new PodContainer(bare, PodContainer.Role.MAIN));
    }

    private void tearDown(Pod pod, Pod apiPod) {
        String uid = pod.getMetadata().getUid();
        try {
            if (apiPod != null) {
                services.statuses().flush(apiPod.getMetadata().getUid());
            }
            services.volumes().tearDown(uid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        services.cgroups().remove(pod);
        tornDown = true;
    }

    private void forget(Pod pod, RuntimePod runtime) {
        for (RuntimeContainer container : runtime.containers()) {
            services.prober().forget(container.id());
            services.killer().forget(container.id());
            ignoreGone(() -> services.runtime().removeContainer(container.id()));
        }
        for (RuntimeSandbox sandbox : runtime.sandboxes()) {
            ignoreGone(() -> services.runtime().removeSandbox(sandbox.id()));
        }
        services.logs().removePod(pod);
        services.images().forget(pod.getMetadata().getUid());
        services.statuses().forget(pod.getMetadata().getUid());
        done = true;
    }

    private static void ignoreGone(Runnable call) {
        try {
            call.run();
        } catch (CriException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
