package dev.caravel.controllers.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The taints that a node should have for its conditions. Pure. */
final class NodeTaints {
    static final String NO_EXECUTE = "NoExecute";
    private static final String NO_SCHEDULE = "NoSchedule";

    /** A taint that a condition in that status calls for. */
    private record Rule(String condition, String status, String key, String effect) {
        boolean applies(Node node) {
            return NodeConditions.status(node, condition).equals(status)
                    // A pressure of which nobody has told is none.
                    && (condition.equals(NodeConditions.READY)
                            || NodeConditions.get(node, condition).isPresent());
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(NodeConditions.READY, "False", "node.kubernetes.io/not-ready", NO_SCHEDULE),
            new Rule(NodeConditions.READY, "Unknown", "node.kubernetes.io/unreachable", NO_SCHEDULE),
            new Rule("MemoryPressure", "True", "node.kubernetes.io/memory-pressure", NO_SCHEDULE),
            new Rule("DiskPressure", "True", "node.kubernetes.io/disk-pressure", NO_SCHEDULE),
            new Rule("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable", NO_SCHEDULE),
            new Rule("PIDPressure", "True", "node.kubernetes.io/pid-pressure", NO_SCHEDULE),
            new Rule(NodeConditions.READY, "False", "node.kubernetes.io/not-ready", NO_EXECUTE),
            new Rule(NodeConditions.READY, "Unknown", "node.kubernetes.io/unreachable", NO_EXECUTE));
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    private NodeTaints() {}

    /** All taints of the node as they should be; those of others stay, and those that fit keep their time. */
    static List<Taint> wanted(Node node, Instant now) {
        List<Taint> taints = new ArrayList<>(node.getSpec().getTaints());
        for (Rule rule : RULES) {
            set(taints, rule.key(), rule.effect(), rule.applies(node), now);
        }
        boolean unschedulable = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        set(taints, UNSCHEDULABLE, NO_SCHEDULE, unschedulable, now);
        return taints;
    }

    private static void set(List<Taint> taints, String key, String effect, boolean wanted, Instant now) {
        boolean present = taints.stream().anyMatch(taint -> is(taint, key, effect));
        if (present && !wanted) {
            taints.removeIf(taint -> is(taint, key, effect));
        } else if (wanted && !present) {
            taints.add(new TaintBuilder()
                    .withKey(key)
                    .withEffect(effect)
                    .withTimeAdded(now.truncatedTo(ChronoUnit.SECONDS).toString())
                    .build());
        }
    }

    private static boolean is(Taint taint, String key, String effect) {
        return taint.getKey().equals(key) && taint.getEffect().equals(effect);
    }
}
