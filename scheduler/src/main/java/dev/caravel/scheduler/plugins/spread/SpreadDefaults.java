package dev.caravel.scheduler.plugins.spread;

import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.plugins.spread.SpreadConstraint.Unsatisfiable;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The constraints of pods that state none: those of the configuration, or else a mild preference for spreading over
 * hosts and zones.
 *
 * @param system whether they are the built-in ones, which do not ask for nodes to have the labels
 * @param likes selects a pod's likes: those behind the same services and of the same owner; none when it has neither
 */
public record SpreadDefaults(
        List<TopologySpreadConstraint> constraints, boolean system, Function<PodInfo, Optional<ObjectSelector>> likes) {

    public static SpreadDefaults system(Function<PodInfo, Optional<ObjectSelector>> likes) {
        return new SpreadDefaults(
                List.of(anyway(SpreadConstraint.HOSTNAME, 3), anyway("topology.kubernetes.io/zone", 5)), true, likes);
    }

    private static TopologySpreadConstraint anyway(String key, int maxSkew) {
        return new TopologySpreadConstraintBuilder()
                .withTopologyKey(key)
                .withMaxSkew(maxSkew)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .build();
    }

    /** The pod's own constraints of that kind if it states any at all, else the defaults. */
    List<SpreadConstraint> constraintsOf(PodInfo pod, Unsatisfiable kind) {
        List<TopologySpreadConstraint> own = pod.spec().getTopologySpreadConstraints();
        if (!own.isEmpty()) {
            return SpreadConstraint.of(own, kind, pod.labels());
        }
        List<SpreadConstraint> defaults = SpreadConstraint.of(constraints, kind, pod.labels());
        if (defaults.isEmpty()) {
            return defaults;
        }
        return likes.apply(pod)
                .map(selector -> defaults.stream()
                        .map(constraint -> constraint.withSelector(selector))
                        .toList())
                .orElse(List.of());
    }

    /** Whether nodes without the labels are left out of the ranking. */
    boolean requiresLabels(PodInfo pod) {
        return !system || !pod.spec().getTopologySpreadConstraints().isEmpty();
    }
}
