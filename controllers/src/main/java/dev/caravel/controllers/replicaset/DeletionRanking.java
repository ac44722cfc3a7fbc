package dev.caravel.controllers.replicaset;

import dev.caravel.controllers.pods.PodStates;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which pods a ReplicaSet gives up first: those that are missed least (KEP-2185, KEP-2255). */
final class DeletionRanking {
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final List<String> PHASES = List.of("Pending", "Unknown", "Running");

    private final Instant now;
    private final Map<String, Long> relatedPerNode;

    /** @param relatedPerNode how many active pods of the same Deployment each node runs */
    DeletionRanking(Map<String, Long> relatedPerNode, Instant now) {
        this.relatedPerNode = relatedPerNode;
        this.now = now;
    }

    /** Orders pods, the first to be deleted first. */
    Comparator<Pod> order() {
        return Comparator.comparing(PodStates::isAssigned)
                .thenComparingInt(pod -> PHASES.indexOf(PodStates.phase(pod)))
                .thenComparing(PodStates::isReady)
                .thenComparingLong(DeletionRanking::cost)
                .thenComparing(this::neighbours, Comparator.reverseOrder())
                .thenComparingInt(pod -> ageRank(PodStates.readySince(pod).orElse(null)))
                .thenComparing(DeletionRanking::restarts, Comparator.reverseOrder())
                .thenComparingInt(pod -> ageRank(created(pod)))
                // A choice among equals that is the same each time.
                .thenComparing(pod -> pod.getMetadata().getUid());
    }

    private static long cost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String cost = annotations == null ? null : annotations.get(DELETION_COST);
        try {
            return cost == null ? 0 : Integer.parseInt(cost);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private long neighbours(Pod pod) {
        return PodStates.isAssigned(pod)
                ? relatedPerNode.getOrDefault(pod.getSpec().getNodeName(), 0L)
                : 0;
    }

    private static int restarts(Pod pod) {
        if (pod.getStatus() == null) {
            return 0;
        }
        return Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                .map(ContainerStatus::getRestartCount)
                .mapToInt(count -> count == null ? 0 : count)
                .max()
                .orElse(0);
    }

    private static Instant created(Pod pod) {
        String created = pod.getMetadata().getCreationTimestamp();
        return created == null ? null : Instant.parse(created);
    }

    /** The age's order of magnitude (base 2): ages that are alike count as the same, young ones go first. */
    private int ageRank(Instant since) {
        if (since == null) {
            return -1;
        }
        long nanos = Duration.between(since, now).toNanos();
        return nanos <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(nanos);
    }
}
