package dev.caravel.deploy.supervisor;

/**
 * What is known of a process now.
 *
 * @param program what its program is, as {@link ProcessSpec} has it
 * @param pid 0 while none runs
 * @param restarts how often it has been started again since the supervisor started
 * @param note why it is not ready, in a few words; empty when it is
 * @param lastEnd how it ended last, in one line; empty when it has not since the supervisor started
 */
public record ProcessState(
        String name, String program, Phase phase, long pid, int restarts, String note, String lastEnd) {
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
