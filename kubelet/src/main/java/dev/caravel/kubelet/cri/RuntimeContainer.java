package dev.caravel.kubelet.cri;

import dev.caravel.kubelet.cri.v1.ContainerStatus;
import java.time.Instant;
import java.util.Map;

/**
 * One container as the runtime has it: one try of one container of a pod.
 *
 * @param restartCount how often it was started before, from the annotation that we left
 * @param hash of the specification it was made from
 * @param terminationMessageFile on the host, empty when there is none
 * @param logPath absolute
 */
public record RuntimeContainer(
        String id,
        String sandboxId,
        String name,
        int restartCount,
        State state,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        int exitCode,
        String reason,
        String message,
        String image,
        String imageId,
        String hash,
        String terminationMessagePolicy,
        String terminationMessageFile,
        String logPath) {

    /** Where in its one life a container is. */
    public enum State {
        CREATED,
        RUNNING,
        EXITED,
        UNKNOWN
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    public boolean exited() {
        return state == State.EXITED;
    }

    static RuntimeContainer of(ContainerStatus status, String sandboxId) {
        Map<String, String> annotations = status.getAnnotationsMap();
        String messagePath = annotations.getOrDefault(CriLabels.TERMINATION_MESSAGE_PATH, "");
        String messageFile = status.getMountsList().stream()
                .filter(mount ->
                        !messagePath.isEmpty() && mount.getContainerPath().equals(messagePath))
                .map(mount -> mount.getHostPath())
                .findFirst()
                .orElse("");
        return new RuntimeContainer(
                status.getId(),
                sandboxId,
                status.getLabelsOrDefault(
                        CriLabels.CONTAINER_NAME, status.getMetadata().getName()),
                restartCount(annotations, status.getMetadata().getAttempt()),
                switch (status.getState()) {
                    case CONTAINER_CREATED -> State.CREATED;
                    case CONTAINER_RUNNING -> State.RUNNING;
                    case CONTAINER_EXITED -> State.EXITED;
                    case CONTAINER_UNKNOWN, UNRECOGNIZED -> State.UNKNOWN;
                },
                CriTime.instant(status.getCreatedAt()),
                CriTime.instant(status.getStartedAt()),
                CriTime.instant(status.getFinishedAt()),
                status.getExitCode(),
                status.getReason(),
                status.getMessage(),
                status.getImage().getImage(),
                status.getImageId().isEmpty() ? status.getImageRef() : status.getImageId(),
                annotations.getOrDefault(CriLabels.CONTAINER_HASH, ""),
                annotations.getOrDefault(CriLabels.TERMINATION_MESSAGE_POLICY, "File"),
                messageFile,
                status.getLogPath());
    }

    private static int restartCount(Map<String, String> annotations, int attempt) {
        String text = annotations.get(CriLabels.RESTART_COUNT);
        try {
            return text == null ? attempt : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return attempt;
        }
    }
}
