package dev.caravel.kubelet.status;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.kubelet.probes.Verdicts;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.util.Map;

/** Makes the status of one container from what the runtime knows of it. */
final class ContainerStatuses {
    private static final String LOST_MESSAGE = "The container could not be located when the pod was terminated";
    private static final int LOST_EXIT_CODE = 137;

    private final RuntimePod runtime;
    private final Map<String, Waiting> waiting;
    private final Verdicts verdicts;
    private final TerminationMessages messages;
    private final String runtimeName;

    ContainerStatuses(
            RuntimePod runtime,
            Map<String, Waiting> waiting,
            Verdicts verdicts,
            TerminationMessages messages,
            String runtimeName) {
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.waiting = requireNonNull(waiting, "waiting is null");
        this.verdicts = requireNonNull(verdicts, "verdicts is null");
        this.messages = requireNonNull(messages, "messages is null");
        this.runtimeName = requireNonNull(runtimeName, "runtimeName is null");
    }

    /**
     * @param old what the API last heard, null for nothing
     * @param idle what it waits for when nothing is known of it
     * @param ending whether the pod is to end, so that what is lost will not come back
     */
    ContainerStatus of(PodContainer container, ContainerStatus old, Waiting idle, boolean ending) {
        RuntimeContainer latest = runtime.latest(container.name()).orElse(null);
        if (latest == null) {
            return unknownToRuntime(container, old, idle, ending);
        }
        Waiting why = latest.running() || ending ? null : waiting.get(container.name());
        ContainerState state = why != null ? waitingState(why) : state(latest, idle);
        ContainerState last;
        if (why != null && latest.exited()) {
            last = state(latest, idle);
        } else {
            last = runtime.previous(container.name())
                    .filter(RuntimeContainer::exited)
                    .map(previous -> state(previous, idle))
                    .orElseGet(() -> keptLast(old, latest));
        }
        boolean running = latest.running();
        boolean ready =
                switch (container.role()) {
                    case INIT -> latest.exited() && latest.exitCode() == 0;
                    case SIDECAR, MAIN -> running && verdicts.ready(latest.id(), container.spec());
                };
        return new ContainerStatusBuilder()
                .withName(container.name())
                .withState(state)
                .withLastState(last)
                .withReady(ready)
                .withStarted(running && verdicts.started(latest.id(), container.spec()))
                .withRestartCount(latest.restartCount())
                .withImage(latest.image())
                .withImageID(latest.imageId())
                .withContainerID(id(latest))
                .build();
    }

    private ContainerStatus unknownToRuntime(
            PodContainer container, ContainerStatus old, Waiting idle, boolean ending) {
        if (old != null && old.getState() != null && old.getState().getTerminated() != null) {
            return old;
        }
        boolean lost = old != null && old.getState() != null && old.getState().getRunning() != null;
        ContainerState state =
                ending && lost ? lost(old) : waitingState(ending ? idle : waiting.getOrDefault(container.name(), idle));
        return new ContainerStatusBuilder()
                .withName(container.name())
                .withState(state)
                .withLastState(old == null || old.getLastState() == null ? new ContainerState() : old.getLastState())
                .withReady(false)
                .withStarted(false)
                .withRestartCount(old == null ? 0 : old.getRestartCount())
                .withImage(container.spec().getImage())
                .withImageID("")
                .build();
    }

    private static ContainerState lost(ContainerStatus old) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withReason("ContainerStatusUnknown")
                .withMessage(LOST_MESSAGE)
                .withExitCode(LOST_EXIT_CODE)
                .withContainerID(old.getContainerID())
                .endTerminated()
                .build();
    }

    /** What the runtime has dropped of an earlier try, the API may still know. */
    private static ContainerState keptLast(ContainerStatus old, RuntimeContainer latest) {
        boolean earlier = old != null && old.getLastState() != null && latest.restartCount() > 0;
        return earlier ? old.getLastState() : new ContainerState();
    }

    private ContainerState state(RuntimeContainer container, Waiting idle) {
        return switch (container.state()) {
            case RUNNING ->
                new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(Times.format(container.startedAt()))
                        .endRunning()
                        .build();
            case EXITED -> terminated(container);
            case CREATED, UNKNOWN -> waitingState(idle == Waiting.INITIALIZING ? Waiting.CREATING : idle);
        };
    }

    private ContainerState terminated(RuntimeContainer container) {
        String message = messages.of(container);
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(container.exitCode())
                .withReason(reason(container))
                .withMessage(message.isEmpty() ? emptyToNull(container.message()) : message)
                .withStartedAt(Times.format(container.startedAt()))
                .withFinishedAt(Times.format(container.finishedAt()))
                .withContainerID(id(container))
                .endTerminated()
                .build();
    }

    private static String reason(RuntimeContainer container) {
        if (!container.reason().isEmpty()) {
            return container.reason();
        }
        return container.exitCode() == 0 ? "Completed" : "Error";
    }

    private static ContainerState waitingState(Waiting why) {
        return new ContainerStateBuilder()
                .withNewWaiting(why.message(), why.reason())
                .build();
    }

    private String id(RuntimeContainer container) {
        return runtimeName + "://" + container.id();
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
