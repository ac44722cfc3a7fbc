package dev.caravel.scheduler.plugins.resources;

import dev.caravel.scheduler.cluster.ResourceNames;
import java.util.List;

/** A resource that counts in scoring, by its place, and how much it counts. */
public record WeightedResource(int place, long weight) {
    /** CPU and memory alike: upstream's default. */
    public static final List<WeightedResource> CPU_AND_MEMORY =
            List.of(new WeightedResource(ResourceNames.CPU, 1), new WeightedResource(ResourceNames.MEMORY, 1));
}
