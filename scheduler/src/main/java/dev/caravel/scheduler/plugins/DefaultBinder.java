package dev.caravel.scheduler.plugins;

import static java.util.Objects.requireNonNull;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.cycle.PodApi;
import dev.caravel.scheduler.framework.BindPlugin;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.Status;

/** Binds a pod by its {@code binding} subresource. */
public final class DefaultBinder implements BindPlugin {
    private final PodApi api;

    public DefaultBinder(PodApi api) {
        this.api = requireNonNull(api, "api is null");
    }

    @Override
    public String name() {
        return "DefaultBinder";
    }

    @Override
    public Status bind(CycleState state, PodInfo pod, String node) {
        try {
            api.bind(pod, node);
            return Status.SUCCESS;
        } catch (RuntimeException e) {
            return Status.error(name(), String.valueOf(e.getMessage()));
        }
    }
}
