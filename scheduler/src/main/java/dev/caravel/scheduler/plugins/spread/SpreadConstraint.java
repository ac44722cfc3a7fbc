package dev.caravel.scheduler.plugins.spread;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.plugins.affinity.RequiredNodes;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How evenly a pod and its likes are to be spread over the values of a node label (KEP-895).
 *
 * @param minDomains while there are fewer values, none is taken to have any pod (KEP-3022)
 * @param honorsAffinity whether nodes that the pod's node affinity rules out are left out of the count (KEP-3094)
 * @param honorsTaints whether nodes whose taints the pod does not tolerate are left out of the count
 */
record SpreadConstraint(
        String topologyKey,
        int maxSkew,
        int minDomains,
        ObjectSelector selector,
        boolean honorsAffinity,
        boolean honorsTaints) {
    static final String HOSTNAME = "kubernetes.io/hostname";

    /** When a pod may not, or had rather not, break its constraint. */
    enum Unsatisfiable {
        DO_NOT_SCHEDULE("DoNotSchedule"),
        SCHEDULE_ANYWAY("ScheduleAnyway");

        private final String wireName;

        Unsatisfiable(String wireName) {
            this.wireName = wireName;
        }
    }

    /** Those of the constraints that are of the kind asked for; {@code podLabels} are for their matchLabelKeys. */
    static List<SpreadConstraint> of(
            List<TopologySpreadConstraint> constraints, Unsatisfiable kind, Map<String, String> podLabels) {
        return constraints.stream()
                .filter(constraint -> kind.wireName.equals(constraint.getWhenUnsatisfiable()))
                .map(constraint -> of(constraint, podLabels))
                .toList();
    }

    private static SpreadConstraint of(TopologySpreadConstraint constraint, Map<String, String> podLabels) {
        Map<String, String> same = new TreeMap<>();
        for (String key : constraint.getMatchLabelKeys()) {
            if (podLabels.containsKey(key)) {
                same.put(key, podLabels.get(key));
            }
        }
        ObjectSelector selector = ObjectSelector.of(constraint.getLabelSelector());
        return new SpreadConstraint(
                constraint.getTopologyKey(),
                constraint.getMaxSkew(),
                Objects.requireNonNullElse(constraint.getMinDomains(), 1),
                same.isEmpty() ? selector : selector.and(ObjectSelector.ofLabels(same)),
                !"Ignore".equals(constraint.getNodeAffinityPolicy()),
                "Honor".equals(constraint.getNodeTaintsPolicy()));
    }

    SpreadConstraint withSelector(ObjectSelector other) {
        return new SpreadConstraint(topologyKey, maxSkew, minDomains, other, honorsAffinity, honorsTaints);
    }

    boolean isByHost() {
        return topologyKey.equals(HOSTNAME);
    }

    /** Whether pods on the node count. */
    boolean includes(NodeFacts node, PodInfo pod, RequiredNodes required) {
        return (!honorsAffinity || required.match(node)) && (!honorsTaints || pod.tolerates(node));
    }

    /** How many pods on the node are of the kind that is to be spread. */
    int count(NodeInfo node, String namespace) {
        int count = 0;
        for (PodInfo other : node.pods()) {
            count += counts(other, namespace) ? 1 : 0;
        }
        return count;
    }

    boolean counts(PodInfo other, String namespace) {
        return !selector.isEmpty()
                && !other.deleting()
                && other.key().namespace().equals(namespace)
                && selector.matches(other.labels());
    }
}
