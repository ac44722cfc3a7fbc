package dev.caravel.scheduler.cycle;

import dev.caravel.scheduler.cluster.PodInfo;
import java.util.Optional;

/** What the scheduler writes to pods. Blocks; failures are unchecked exceptions with the API's message. */
public interface PodApi {
    void bind(PodInfo pod, String node);

    /** Deletes the pod, after having noted in its DisruptionTarget condition why; a pod that is gone is no failure. */
    void preempt(PodInfo victim, String message);

    /** Clears the pod's nominated node. */
    void withdrawNomination(PodInfo pod);

    /**
     * Sets the pod's PodScheduled condition to false, unless it says so already.
     *
     * @param nominatedNode what the nomination becomes (empty text: none); no value leaves it as it is
     */
    void reportUnscheduled(PodInfo pod, String reason, String message, Optional<String> nominatedNode);
}
