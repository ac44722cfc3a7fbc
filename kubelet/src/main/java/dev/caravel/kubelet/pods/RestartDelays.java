package dev.caravel.kubelet.pods;

import dev.caravel.kubelet.cri.RuntimeContainer;
import java.time.Instant;
import java.util.Optional;

/** When a container that has ended may start again; empty for at once. */
@FunctionalInterface
public interface RestartDelays {
    Optional<Instant> notBefore(PodContainer container, RuntimeContainer ended);
}
