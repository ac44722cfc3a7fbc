package dev.caravel.kubelet.probes;

import io.fabric8.kubernetes.api.model.Container;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The results that count, per container and kind: those that reached their threshold. Thread-safe. */
final class ProbeResults implements Verdicts {
    private record Key(String containerId, ProbeKind kind) {}

    private final Map<Key, Boolean> results = new ConcurrentHashMap<>();

    /** Returns whether that is news. */
    boolean set(String containerId, ProbeKind kind, boolean success) {
        Boolean before = results.put(new Key(containerId, kind), success);
        return before == null || before != success;
    }

    void forget(String containerId) {
        results.keySet().removeIf(key -> key.containerId().equals(containerId));
    }

    @Override
    public boolean started(String containerId, Container spec) {
        return spec.getStartupProbe() == null || results.getOrDefault(new Key(containerId, ProbeKind.STARTUP), false);
    }

    @Override
    public boolean ready(String containerId, Container spec) {
        return started(containerId, spec)
                && (spec.getReadinessProbe() == null
                        || results.getOrDefault(new Key(containerId, ProbeKind.READINESS), false));
    }

    @Override
    public boolean startupFailed(String containerId) {
        return Boolean.FALSE.equals(results.get(new Key(containerId, ProbeKind.STARTUP)));
    }

    @Override
    public boolean livenessFailed(String containerId) {
        return Boolean.FALSE.equals(results.get(new Key(containerId, ProbeKind.LIVENESS)));
    }
}
