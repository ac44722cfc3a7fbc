package dev.caravel.scheduler.selector;

import dev.caravel.scheduler.selector.LabelRequirement.Operator;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects objects by their labels: all requirements must hold. Immutable. */
public final class ObjectSelector {
    public static final ObjectSelector EVERYTHING = new ObjectSelector(List.of(), false);
    public static final ObjectSelector NOTHING = new ObjectSelector(List.of(), true);

    private final List<LabelRequirement> requirements;
    private final boolean nothing;

    private ObjectSelector(List<LabelRequirement> requirements, boolean nothing) {
        this.requirements = List.copyOf(requirements);
        this.nothing = nothing;
    }

    /**
     * No selector selects nothing, an empty one everything.
     *
     * @throws IllegalArgumentException when an operator is not known
     */
    public static ObjectSelector of(LabelSelector selector) {
        if (selector == null) {
            return NOTHING;
        }
        List<LabelRequirement> requirements = new ArrayList<>();
        if (selector.getMatchLabels() != null) {
            requirements.addAll(equal(selector.getMatchLabels()));
        }
        selector.getMatchExpressions()
                .forEach(expression -> requirements.add(new LabelRequirement(
                        expression.getKey(), operator(expression.getOperator()), Set.copyOf(expression.getValues()))));
        return new ObjectSelector(requirements, false);
    }

    public static ObjectSelector ofLabels(Map<String, String> labels) {
        return new ObjectSelector(equal(labels), false);
    }

    private static List<LabelRequirement> equal(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> new LabelRequirement(label.getKey(), Operator.IN, Set.of(label.getValue())))
                .toList();
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default -> throw new IllegalArgumentException("\"" + name + "\" is not a valid label selector operator");
        };
    }

    /** Selects what both select. */
    public ObjectSelector and(ObjectSelector other) {
        if (nothing || other.nothing) {
            return NOTHING;
        }
        List<LabelRequirement> both = new ArrayList<>(requirements);
        both.addAll(other.requirements);
        return new ObjectSelector(both, false);
    }

    /** Whether everything is selected because nothing is asked for. */
    public boolean isEmpty() {
        return !nothing && requirements.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        if (nothing) {
            return false;
        }
        for (LabelRequirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
