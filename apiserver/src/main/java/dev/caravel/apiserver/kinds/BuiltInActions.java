package dev.caravel.apiserver.kinds;

import dev.caravel.apiserver.kinds.pods.PodBehavior;
import dev.caravel.apiserver.kinds.pods.PodBinding;
import dev.caravel.apiserver.kinds.pods.PodEviction;
import dev.caravel.apiserver.kinds.pods.TopologyLabels;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Clock;
import java.util.List;

/** The create-only resources that act on stored objects: bindings and evictions. */
public final class BuiltInActions {
    private BuiltInActions() {}

    public static List<VirtualResource> all(ObjectReader reader, ObjectWriter writer, Clock clock) {
        PodBinding binding = new PodBinding(writer, new TopologyLabels(reader), clock);
        PodEviction eviction = new PodEviction(reader, writer, clock);
        return List.of(
                new VirtualResource(PodBehavior.PODS, "binding", binding),
                new VirtualResource(new GroupResource("", "bindings"), "", binding),
                new VirtualResource(PodBehavior.PODS, "eviction", eviction));
    }
}
