package dev.caravel.kubelet.probes;

import io.fabric8.kubernetes.api.model.Container;

/** What the probes of running containers have found so far; a container without a probe passes it. Thread-safe. */
public interface Verdicts {
    /** The startup probe has succeeded. */
    boolean started(String containerId, Container spec);

    /** Started, and the readiness probe succeeds. */
    boolean ready(String containerId, Container spec);

    boolean startupFailed(String containerId);

    boolean livenessFailed(String containerId);
}
