package dev.caravel.scheduler.framework;

/** Something that happened in the cluster. */
public record ClusterEvent(EventResource resource, EventAction action) {
    public static final ClusterEvent NODE_ADD = new ClusterEvent(EventResource.NODE, EventAction.ADD);
    public static final ClusterEvent NODE_DELETE = new ClusterEvent(EventResource.NODE, EventAction.DELETE);
    public static final ClusterEvent ASSIGNED_POD_ADD = new ClusterEvent(EventResource.ASSIGNED_POD, EventAction.ADD);
    public static final ClusterEvent ASSIGNED_POD_DELETE =
            new ClusterEvent(EventResource.ASSIGNED_POD, EventAction.DELETE);
    public static final ClusterEvent UNSCHEDULED_POD_ADD =
            new ClusterEvent(EventResource.UNSCHEDULED_POD, EventAction.ADD);
    public static final ClusterEvent UNSCHEDULED_POD_UPDATE =
            new ClusterEvent(EventResource.UNSCHEDULED_POD, EventAction.UPDATE);

    /** The name in metrics and logs. */
    public String label() {
        return resource.label() + action.label();
    }
}
