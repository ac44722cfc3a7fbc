package dev.caravel.machinery.selector;

import java.util.List;
import java.util.Map;

/** A label selector as it stands in a query: all of its requirements must hold. Immutable. */
public record LabelSelector(List<Requirement> requirements) {
    private static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** How a requirement relates a label to its values. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER_THAN,
        LESS_THAN
    }

    public record Requirement(String key, Operator operator, List<String> values) {
        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER_THAN -> value != null && compare(value) > 0;
                case LESS_THAN -> value != null && compare(value) < 0;
            };
        }

        /** A label that is no number never matches; the sign then is neither. */
        private int compare(String value) {
            try {
                return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    public static LabelSelector everything() {
        return EVERYTHING;
    }

    /**
     * Reads {@code app=web,tier in (a,b),!legacy}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static LabelSelector parse(String text) {
        return text == null || text.isBlank() ? EVERYTHING : new LabelSelectorParser(text).parse();
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
