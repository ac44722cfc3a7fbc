package dev.caravel.kubelet.status;

import dev.caravel.kubelet.cri.RuntimeContainer;

/** Finds the last words of a container that has ended; empty when there are none. */
@FunctionalInterface
public interface TerminationMessages {
    String of(RuntimeContainer ended);
}
