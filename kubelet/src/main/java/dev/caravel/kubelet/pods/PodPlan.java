package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.containers.ContainerHash;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import dev.caravel.kubelet.probes.Verdicts;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what a pod that shall run needs next. Pure: the same facts give the same steps. */
public final class PodPlan {
    private final Pod pod;
    private final RuntimePod runtime;
    private final Verdicts verdicts;
    private final RestartDelays delays;
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();

    private PodPlan(Pod pod, RuntimePod runtime, Verdicts verdicts, RestartDelays delays, Instant now) {
        this.pod = pod;
        this.runtime = runtime;
        this.verdicts = verdicts;
        this.delays = delays;
        this.now = now;
    }

    public static List<Step> of(Pod pod, RuntimePod runtime, Verdicts verdicts, RestartDelays delays, Instant now) {
        PodPlan plan = new PodPlan(pod, runtime, verdicts, delays, now);
        plan.decide();
        return List.copyOf(plan.steps);
    }

    private void decide() {
        Optional<RuntimeSandbox> sandbox = runtime.readySandbox();
        if (sandbox.isEmpty()) {
            if (!RestartPolicy.of(pod).nothingLeft(pod, runtime)) {
                steps.add(new Step.CreateSandbox(
                        runtime.sandboxes().isEmpty()
                                ? 0
                                : runtime.sandboxes().getFirst().attempt() + 1));
            }
            return;
        }
        String sandboxId = sandbox.get().id();
        if (mainStarted(sandboxId)) {
            PodContainer.of(pod, PodContainer.Role.SIDECAR).forEach(sidecar -> keepRunning(sidecar, sandboxId));
        } else if (!initialized(sandboxId)) {
            return;
        }
        PodContainer.of(pod, PodContainer.Role.MAIN).forEach(container -> keepByPolicy(container, sandboxId));
    }

    private boolean mainStarted(String sandboxId) {
        return PodContainer.of(pod, PodContainer.Role.MAIN).stream()
                .anyMatch(container -> inSandbox(container, sandboxId).isPresent());
    }

    /** Goes along the init containers until one must be waited for. */
    private boolean initialized(String sandboxId) {
        for (PodContainer container : PodContainer.of(pod)) {
            boolean passed =
                    switch (container.role()) {
                        case INIT -> initPassed(container, sandboxId);
                        case SIDECAR -> sidecarPassed(container, sandboxId);
                        case MAIN -> true;
                    };
            if (!passed) {
                return false;
            }
        }
        return true;
    }

    private boolean initPassed(PodContainer container, String sandboxId) {
        Optional<RuntimeContainer> found = inSandbox(container, sandboxId);
        if (found.isEmpty()) {
            start(container);
            return false;
        }
        RuntimeContainer last = found.get();
        if (last.exited() && last.exitCode() == 0) {
            return true;
        }
        if (!last.running() && RestartPolicy.of(pod) != RestartPolicy.NEVER) {
            start(container);
        }
        return false;
    }

    private boolean sidecarPassed(PodContainer container, String sandboxId) {
        keepRunning(container, sandboxId);
        return inSandbox(container, sandboxId)
                .filter(RuntimeContainer::running)
                .filter(running -> verdicts.started(running.id(), container.spec()))
                .isPresent();
    }

    private void keepRunning(PodContainer container, String sandboxId) {
        Optional<RuntimeContainer> found = inSandbox(container, sandboxId);
        if (found.isPresent() && found.get().running()) {
            killIfWrong(container, found.get(), true);
        } else {
            start(container);
        }
    }

    private void keepByPolicy(PodContainer container, String sandboxId) {
        Optional<RuntimeContainer> found = inSandbox(container, sandboxId);
        Optional<RuntimeContainer> last = runtime.latest(container.name());
        if (found.isPresent() && found.get().running()) {
            killIfWrong(container, found.get(), RestartPolicy.of(pod) != RestartPolicy.NEVER);
        } else if (last.isEmpty()
                || !last.get().exited()
                || RestartPolicy.of(pod).restarts(last.get())) {
            start(container);
        }
    }

    private void killIfWrong(PodContainer container, RuntimeContainer running, boolean restarts) {
        String name = container.name();
        if (!running.hash().isEmpty() && !running.hash().equals(ContainerHash.of(container.spec()))) {
            // A changed definition is a wish for the new one, whatever the policy says.
            steps.add(kill(container, running, "Container " + name + " definition changed", true, Step.Cause.CHANGED));
        } else if (verdicts.livenessFailed(running.id())) {
            steps.add(kill(
                    container, running, "Container " + name + " failed liveness probe", restarts, Step.Cause.LIVENESS));
        } else if (verdicts.startupFailed(running.id())) {
            steps.add(kill(
                    container, running, "Container " + name + " failed startup probe", restarts, Step.Cause.STARTUP));
        }
    }

    private static Step kill(
            PodContainer container, RuntimeContainer running, String why, boolean restarts, Step.Cause cause) {
        return new Step.KillContainer(container, running, restarts ? why + ", will be restarted" : why, cause);
    }

    private void start(PodContainer container) {
        Optional<RuntimeContainer> last = runtime.latest(container.name());
        Optional<Instant> notBefore =
                last.filter(RuntimeContainer::exited).flatMap(ended -> delays.notBefore(container, ended));
        if (notBefore.isPresent() && notBefore.get().isAfter(now)) {
            steps.add(new Step.Delay(container, last.get(), notBefore.get()));
        } else {
            steps.add(new Step.StartContainer(container, last.orElse(null)));
        }
    }

    private Optional<RuntimeContainer> inSandbox(PodContainer container, String sandboxId) {
        return runtime.latest(container.name())
                .filter(found -> found.sandboxId().equals(sandboxId));
    }
}
