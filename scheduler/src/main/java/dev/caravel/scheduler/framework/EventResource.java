package dev.caravel.scheduler.framework;

/** What a cluster event is about. */
public enum EventResource {
    /** In hints only: a pod, assigned or not. */
    POD("Pod"),
    /** In events only. */
    ASSIGNED_POD("AssignedPod"),
    /** In events only. */
    UNSCHEDULED_POD("UnschedulablePod"),
    NODE("Node"),
    ANY("*");

    private final String label;

    EventResource(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean includes(EventResource other) {
        return this == ANY || this == other || (this == POD && (other == ASSIGNED_POD || other == UNSCHEDULED_POD));
    }
}
