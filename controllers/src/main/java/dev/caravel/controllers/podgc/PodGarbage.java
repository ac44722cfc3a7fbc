package dev.caravel.controllers.podgc;

import dev.caravel.controllers.pods.PodStates;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which ended pods are too many. Pure. */
final class PodGarbage {
    private PodGarbage() {}

    /** The oldest of the ended pods beyond {@code threshold}; none when it is not positive. */
    static List<Pod> surplus(Collection<Pod> pods, int threshold) {
        List<Pod> ended = pods.stream().filter(PodStates::isEnded).toList();
        if (threshold <= 0 || ended.size() <= threshold) {
            return List.of();
        }
        return ended.stream()
                .sorted(Comparator.<Pod, String>comparing(
                                pod -> pod.getMetadata().getCreationTimestamp())
                        .thenComparing(pod -> pod.getMetadata().getName()))
                .limit(ended.size() - threshold)
                .toList();
    }
}
