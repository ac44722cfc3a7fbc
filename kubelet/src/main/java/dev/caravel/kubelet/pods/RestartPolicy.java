package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** A pod's restartPolicy. */
public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    public static RestartPolicy of(Pod pod) {
        return switch (pod.getSpec().getRestartPolicy()) {
            case "Never" -> NEVER;
            case "OnFailure" -> ON_FAILURE;
            case null, default -> ALWAYS;
        };
    }

    /** Whether a main container that ended so is started again. */
    boolean restarts(RuntimeContainer ended) {
        return switch (this) {
            case ALWAYS -> true;
            case ON_FAILURE -> ended.exitCode() != 0;
            case NEVER -> false;
        };
    }

    /** Whether every main container has had its run, so that a lost sandbox need not be replaced. */
    boolean nothingLeft(Pod pod, RuntimePod runtime) {
        if (this == NEVER && initFailed(pod, runtime)) {
            return true;
        }
        return PodContainer.of(pod, PodContainer.Role.MAIN).stream().allMatch(container -> {
            Optional<RuntimeContainer> last = runtime.latest(container.name());
            return last.isPresent() && last.get().exited() && !restarts(last.get());
        });
    }

    private static boolean initFailed(Pod pod, RuntimePod runtime) {
        return PodContainer.of(pod, PodContainer.Role.INIT).stream()
                .flatMap(init -> runtime.latest(init.name()).stream())
                .anyMatch(last -> last.exited() && last.exitCode() != 0);
    }
}
