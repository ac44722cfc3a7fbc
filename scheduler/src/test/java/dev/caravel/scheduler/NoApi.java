package dev.caravel.scheduler;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cycle.PodApi;
import java.util.Optional;

/** An API that must not be called. */
public final class NoApi implements PodApi {
    @Override
    public void bind(PodInfo pod, String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void preempt(PodInfo victim, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void withdrawNomination(PodInfo pod) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reportUnscheduled(PodInfo pod, String reason, String message, Optional<String> nominatedNode) {
        throw new UnsupportedOperationException();
    }
}
