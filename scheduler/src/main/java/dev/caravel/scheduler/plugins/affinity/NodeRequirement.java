package dev.caravel.scheduler.plugins.affinity;

import dev.caravel.scheduler.cluster.NodeFacts;
import dev.caravel.scheduler.cluster.Symbols;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import java.util.Arrays;

/** One condition on a node, with its texts already looked up as numbers. */
public sealed interface NodeRequirement {
    boolean matches(NodeFacts node);

    /** @throws IllegalArgumentException when the requirement makes no sense */
    static NodeRequirement onLabels(NodeSelectorRequirement requirement, Symbols symbols) {
        int key = symbols.find(requirement.getKey());
        return switch (requirement.getOperator()) {
            case "In" -> new LabelIn(key, numbers(requirement, symbols), true);
            case "NotIn" -> new LabelIn(key, numbers(requirement, symbols), false);
            case "Exists" -> new LabelExists(key, true);
            case "DoesNotExist" -> new LabelExists(key, false);
            case "Gt" -> new LabelBeyond(key, bound(requirement), true, symbols);
            case "Lt" -> new LabelBeyond(key, bound(requirement), false, symbols);
            default -> throw new IllegalArgumentException("unsupported operator " + requirement.getOperator());
        };
    }

    /** @throws IllegalArgumentException when the requirement makes no sense */
    static NodeRequirement onFields(NodeSelectorRequirement requirement) {
        if (!requirement.getKey().equals("metadata.name")
                || requirement.getValues().size() != 1) {
            throw new IllegalArgumentException("unsupported field requirement on " + requirement.getKey());
        }
        String name = requirement.getValues().getFirst();
        return switch (requirement.getOperator()) {
            case "In" -> new NameIs(name, true);
            case "NotIn" -> new NameIs(name, false);
            default -> throw new IllegalArgumentException("unsupported operator " + requirement.getOperator());
        };
    }

    /** A label's value is one of some, or is not (or the label is not there). */
    record LabelIn(int key, int[] values, boolean in) implements NodeRequirement {
        @Override
        public boolean matches(NodeFacts node) {
            int value = node.labels().value(key);
            return (value != Symbols.UNKNOWN && Arrays.binarySearch(values, value) >= 0) == in;
        }
    }

    record LabelExists(int key, boolean exists) implements NodeRequirement {
        @Override
        public boolean matches(NodeFacts node) {
            return (node.labels().value(key) != Symbols.UNKNOWN) == exists;
        }
    }

    /** A label's value, as an integer, is above the bound or below it. */
    record LabelBeyond(int key, long bound, boolean above, Symbols symbols) implements NodeRequirement {
        @Override
        public boolean matches(NodeFacts node) {
            int value = node.labels().value(key);
            if (value == Symbols.UNKNOWN) {
                return false;
            }
            try {
                long number = Long.parseLong(symbols.text(value));
                return above ? number > bound : number < bound;
            } catch (NumberFormatException _) {
                return false;
            }
        }
    }

    record NameIs(String name, boolean is) implements NodeRequirement {
        @Override
        public boolean matches(NodeFacts node) {
            return node.name().equals(name) == is;
        }
    }

    private static int[] numbers(NodeSelectorRequirement requirement, Symbols symbols) {
        return requirement.getValues().stream().mapToInt(symbols::find).sorted().toArray();
    }

    private static long bound(NodeSelectorRequirement requirement) {
        return Long.parseLong(requirement.getValues().getFirst());
    }
}
