package dev.caravel.deploy.supervisor;

/**
 * What is known of a process now.
 *
 * @param pid 0 while none runs
 * @param restarts how often it has been started again since the supervisor started
 * @param note why it is not ready, in a few words; empty when it is
 */
public record ProcessState(String name, Phase phase, long pid, int restarts, String note) {
    /** The life of a supervised process. */
    public enum Phase {
        WAITING,
        STARTING,
        READY,
        BACKING_OFF,
        STOPPED
    }

    public boolean ready() {
        return phase == Phase.READY;
    }
}
