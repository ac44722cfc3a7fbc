package dev.caravel.scheduler.cycle;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Diagnosis;
import dev.caravel.scheduler.framework.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why an attempt to schedule a pod failed, and what follows.
 *
 * @param rejected whether the pod was refused, rather than something having gone wrong
 * @param nominatedNode what the pod's nomination becomes; no value leaves it
 * @param victims the pods to delete on the nominated node
 */
public record Failure(
        boolean rejected,
        String message,
        Set<String> unschedulablePlugins,
        Set<String> pendingPlugins,
        Optional<String> nominatedNode,
        List<PodInfo> victims) {
    private static final Optional<String> CLEAR = Optional.of("");

    static Failure noNodes() {
        return new Failure(true, "no nodes available to schedule pods", Set.of(), Set.of(), CLEAR, List.of());
    }

    static Failure nowhere(Placement.Nowhere nowhere) {
        Diagnosis diagnosis = nowhere.diagnosis();
        return new Failure(
                true,
                diagnosis.message(),
                diagnosis.unschedulablePlugins(),
                diagnosis.pendingPlugins(),
                nowhere.nominatedNode(),
                nowhere.victims());
    }

    /** A refusal, or a failure, of a plugin after a node had been found. */
    static Failure onNode(String node, Status status) {
        if (!status.isRejected()) {
            return error(status.message());
        }
        Diagnosis diagnosis = Diagnosis.ofOneNode(node, status);
        return new Failure(
                true,
                diagnosis.message(),
                diagnosis.unschedulablePlugins(),
                diagnosis.pendingPlugins(),
                CLEAR,
                List.of());
    }

    static Failure error(String message) {
        return new Failure(false, message, Set.of(), Set.of(), CLEAR, List.of());
    }

    /** The reason of the PodScheduled condition. */
    String reason() {
        return rejected ? "Unschedulable" : "SchedulerError";
    }
}
