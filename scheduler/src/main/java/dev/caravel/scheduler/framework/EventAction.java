package dev.caravel.scheduler.framework;

/** What happened in a cluster event. */
public enum EventAction {
    ADD("Add"),
    DELETE("Delete"),
    /** A change of which nothing finer can be said. */
    UPDATE("Update"),
    UPDATE_NODE_ALLOCATABLE("UpdateNodeAllocatable"),
    UPDATE_NODE_LABEL("UpdateNodeLabel"),
    UPDATE_NODE_TAINT("UpdateNodeTaint"),
    UPDATE_NODE_CONDITION("UpdateNodeCondition"),
    UPDATE_NODE_ANNOTATION("UpdateNodeAnnotation"),
    UPDATE_POD_LABEL("UpdatePodLabel"),
    UPDATE_POD_SCALE_DOWN("UpdatePodScaleDown"),
    UPDATE_POD_TOLERATION("UpdatePodToleration"),
    UPDATE_POD_SCHEDULING_GATES_ELIMINATED("UpdatePodSchedulingGatesEliminated");

    private final String label;

    EventAction(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
