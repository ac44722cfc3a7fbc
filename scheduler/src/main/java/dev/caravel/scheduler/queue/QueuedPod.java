package dev.caravel.scheduler.queue;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.PodInfo;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A pod on its way through the queue, and how it fared so far.
 *
 * <p>Belongs to the queue, under its lock, except between {@link SchedulingQueue#pop} and the call that gives it back.
 */
public final class QueuedPod {
    private PodInfo pod;
    private Instant timestamp;
    private Instant firstAttempt;
    private int attempts;
    private int timesUnschedulable;
    private int errorsInARow;
    private Instant backoffUntil;
    private Set<String> unschedulablePlugins = Set.of();
    private Set<String> pendingPlugins = Set.of();
    private String gatingPlugin = "";

    QueuedPod(PodInfo pod, Instant timestamp) {
        this.pod = requireNonNull(pod, "pod is null");
        this.timestamp = requireNonNull(timestamp, "timestamp is null");
    }

    public PodInfo pod() {
        return pod;
    }

    void replace(PodInfo newer) {
        pod = newer;
    }

    /** When it was added, or last came back from an attempt. */
    public Instant timestamp() {
        return timestamp;
    }

    public int attempts() {
        return attempts;
    }

    public Optional<Instant> firstAttempt() {
        return Optional.ofNullable(firstAttempt);
    }

    void readyAt(Instant now) {
        if (firstAttempt == null) {
            firstAttempt = now;
        }
    }

    void attempt() {
        attempts++;
    }

    /** Who rejected it in the last attempt; none when that failed by an error. */
    public Set<String> rejectors() {
        if (pendingPlugins.isEmpty()) {
            return unschedulablePlugins;
        }
        Set<String> both = new HashSet<>(unschedulablePlugins);
        both.addAll(pendingPlugins);
        return both;
    }

    Set<String> pendingPlugins() {
        return pendingPlugins;
    }

    void failed(Set<String> unschedulable, Set<String> pending, Instant now) {
        unschedulablePlugins = Set.copyOf(unschedulable);
        pendingPlugins = Set.copyOf(pending);
        if (unschedulable.isEmpty() && pending.isEmpty()) {
            errorsInARow++;
        } else {
            timesUnschedulable++;
            errorsInARow = 0;
        }
        timestamp = now;
        backoffUntil = null;
    }

    /** How many failures count for its back-off. */
    int failures() {
        return errorsInARow > 0 ? errorsInARow : timesUnschedulable;
    }

    Instant backoffUntil() {
        return backoffUntil;
    }

    void backoffUntil(Instant time) {
        backoffUntil = time;
    }

    boolean isGated() {
        return !gatingPlugin.isEmpty();
    }

    String gatingPlugin() {
        return gatingPlugin;
    }

    void gate(String plugin) {
        gatingPlugin = plugin;
        Set<String> plugins = new HashSet<>(unschedulablePlugins);
        plugins.add(plugin);
        unschedulablePlugins = Set.copyOf(plugins);
    }

    void ungate() {
        gatingPlugin = "";
    }
}
