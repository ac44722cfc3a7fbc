package dev.caravel.apiserver.admission.plugins.quota;

import dev.caravel.apiserver.resource.GroupResource;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds how objects of a resource are measured. */
final class UsageEvaluators {
    /** Too many, and they expire. */
    private static final Set<GroupResource> NEVER =
            Set.of(new GroupResource("", "events"), new GroupResource("events.k8s.io", "events"));

    private final Map<GroupResource, UsageEvaluator> special;

    UsageEvaluators(InstantSource clock) {
        special = Map.of(
                new GroupResource("", "pods"), new PodUsage(clock),
                new GroupResource("", "services"), new ServiceUsage(),
                new GroupResource("", "persistentvolumeclaims"), new VolumeClaimUsage(),
                new GroupResource("resource.k8s.io", "resourceclaims"), new DeviceClaimUsage());
    }

    /** Empty for what quotas never count. */
    Optional<UsageEvaluator> of(GroupResource resource) {
        if (NEVER.contains(resource)) {
            return Optional.empty();
        }
        UsageEvaluator evaluator = special.get(resource);
        return Optional.of(evaluator == null ? new ObjectCount(resource) : evaluator);
    }
}
