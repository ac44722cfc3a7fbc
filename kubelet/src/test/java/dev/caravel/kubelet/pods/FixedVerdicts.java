package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.probes.Verdicts;
import io.fabric8.kubernetes.api.model.Container;
import java.util.Set;

/** Verdicts that a test decides: every container is started and ready but for those named. */
public record FixedVerdicts(Set<String> notStarted, Set<String> startupFailed, Set<String> livenessFailed)
        implements Verdicts {
    public static final FixedVerdicts GOOD = new FixedVerdicts(Set.of(), Set.of(), Set.of());

    @Override
    public boolean started(String containerId, Container spec) {
        return !notStarted.contains(containerId);
    }

    @Override
    public boolean ready(String containerId, Container spec) {
        return started(containerId, spec);
    }

    @Override
    public boolean startupFailed(String containerId) {
        return startupFailed.contains(containerId);
    }

    @Override
    public boolean livenessFailed(String containerId) {
        return livenessFailed.contains(containerId);
    }
}
