package dev.caravel.controllers.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What controllers ask about a pod's state. */
public final class PodStates {
    private PodStates() {}

    /** Neither ended nor being deleted. */
    public static boolean isActive(Pod pod) {
        return !isEnded(pod) && !isTerminating(pod);
    }

    public static boolean isEnded(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    public static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    public static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? ""
                : pod.getStatus().getPhase();
    }

    public static boolean isAssigned(Pod pod) {
        return pod.getSpec().getNodeName() != null
                && !pod.getSpec().getNodeName().isEmpty();
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }

    public static boolean isReady(Pod pod) {
        return condition(pod, "Ready")
                .map(condition -> condition.getStatus().equals("True"))
                .orElse(false);
    }

    /** Since when a pod is ready; empty when it is not, or does not say. */
    public static Optional<Instant> readySince(Pod pod) {
        return condition(pod, "Ready")
                .filter(condition -> condition.getStatus().equals("True"))
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse);
    }

    /** Ready for {@code minReady} at least. */
    public static boolean isAvailable(Pod pod, Duration minReady, Instant now) {
        return isReady(pod)
                && (minReady.isZero()
                        || readySince(pod)
                                .map(since -> !since.plus(minReady).isAfter(now))
                                .orElse(false));
    }
}
