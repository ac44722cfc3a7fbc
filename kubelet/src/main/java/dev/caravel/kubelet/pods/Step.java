package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.cri.RuntimeContainer;
import java.time.Instant;

/** One thing to do next for a pod. */
public sealed interface Step {
    /** Replaces whatever sandbox there is by a new one. */
    record CreateSandbox(int attempt) implements Step {}

    /** @param after the try before, null for the first */
    record StartContainer(PodContainer container, RuntimeContainer after) implements Step {}

    /** The container has failed too often lately: leave it until then. */
    record Delay(PodContainer container, RuntimeContainer after, Instant until) implements Step {}

    /** Ends a running container that is to be restarted, or not, by the pod's policy. */
    record KillContainer(PodContainer container, RuntimeContainer running, String message, Cause cause)
            implements Step {}

    /** Why a container is killed while its pod goes on. */
    enum Cause {
        CHANGED,
        LIVENESS,
        STARTUP
    }
}
