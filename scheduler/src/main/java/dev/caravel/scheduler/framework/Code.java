package dev.caravel.scheduler.framework;

/** How an extension point ended. */
public enum Code {
    SUCCESS("Success"),
    /** Unexpected; the pod is tried again after its back-off. */
    ERROR("Error"),
    /** Not on this node now; preemption might help. */
    UNSCHEDULABLE("Unschedulable"),
    /** Not on this node, and no preemption would change that. */
    UNSCHEDULABLE_AND_UNRESOLVABLE("UnschedulableAndUnresolvable"),
    /** A Permit plugin asks for time. */
    WAIT("Wait"),
    /** The plugin has nothing to do with this pod; its Filter or Score is left out. */
    SKIP("Skip"),
    /** Something else must happen first; the pod is tried as soon as it does, without back-off. */
    PENDING("Pending");

    private final String label;

    Code(String label) {
        this.label = label;
    }

    /** The name in metrics and logs. */
    public String label() {
        return label;
    }
}
