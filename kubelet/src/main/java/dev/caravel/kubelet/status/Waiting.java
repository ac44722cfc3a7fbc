package dev.caravel.kubelet.status;

/** Why a container does not run, in the words of its status. */
public record Waiting(String reason, String message) {
    public static final Waiting CREATING = new Waiting("ContainerCreating", null);
    public static final Waiting INITIALIZING = new Waiting("PodInitializing", null);
}
