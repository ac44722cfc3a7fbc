package dev.caravel.kubelet.status;

import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.kubelet.pods.RestartPolicy;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/** The summary of a pod's life. */
public enum PodPhase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String text;

    PodPhase(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED;
    }

    public static boolean isTerminal(String phase) {
        return SUCCEEDED.text.equals(phase) || FAILED.text.equals(phase);
    }

    /** @param statuses of all containers, by name */
    static PodPhase of(Pod pod, Map<String, ContainerStatus> statuses) {
        RestartPolicy policy = RestartPolicy.of(pod);
        List<PodContainer> containers = PodContainer.of(pod);
        boolean mainStarted = containers.stream()
                .filter(container -> container.role() == PodContainer.Role.MAIN)
                .anyMatch(container -> begun(statuses.get(container.name())));
        if (!mainStarted) {
            for (PodContainer container : containers) {
                if (container.role() == PodContainer.Role.INIT) {
                    ContainerStateTerminated ended = ended(statuses.get(container.name()));
                    if (ended == null || (ended.getExitCode() != 0 && policy != RestartPolicy.NEVER)) {
                        return PENDING;
                    }
                    if (ended.getExitCode() != 0) {
                        return FAILED;
                    }
                }
            }
        }
        int running = 0;
        int waiting = 0;
        int stopped = 0;
        int succeeded = 0;
        for (PodContainer container : containers) {
            if (container.role() != PodContainer.Role.MAIN) {
                continue;
            }
            ContainerStatus status = statuses.get(container.name());
            if (status.getState().getRunning() != null) {
                running++;
            } else if (status.getState().getTerminated() != null) {
                stopped++;
                succeeded += status.getState().getTerminated().getExitCode() == 0 ? 1 : 0;
            } else if (status.getLastState() != null && status.getLastState().getTerminated() != null) {
                stopped++;
            } else {
                waiting++;
            }
        }
        if (waiting > 0) {
            return PENDING;
        }
        if (running > 0) {
            return RUNNING;
        }
        return switch (policy) {
            case ALWAYS -> RUNNING;
            case ON_FAILURE -> stopped == succeeded ? SUCCEEDED : RUNNING;
            case NEVER -> stopped == succeeded ? SUCCEEDED : FAILED;
        };
    }

    private static boolean begun(ContainerStatus status) {
        return status.getState().getRunning() != null
                || status.getState().getTerminated() != null
                || (status.getLastState() != null && status.getLastState().getTerminated() != null);
    }

    /** How an init container ended, also when it now waits to be tried again. */
    private static ContainerStateTerminated ended(ContainerStatus status) {
        if (status.getState().getTerminated() != null) {
            return status.getState().getTerminated();
        }
        return status.getState().getWaiting() != null && status.getLastState() != null
                ? status.getLastState().getTerminated()
                : null;
    }
}
