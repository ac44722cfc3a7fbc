package dev.caravel.apiserver.authorization;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.selector.FieldSelector;
import dev.caravel.machinery.selector.LabelSelector;
import dev.caravel.machinery.selector.LabelSelector.Requirement;
import java.util.Comparator;
import java.util.List;

/**
 * How a list, watch or deletecollection is narrowed. What could not be read narrows nothing, which asks for more, never for
 * less. Immutable.
 *
 * @param fieldError what is wrong with the field selector; empty when nothing is
 * @param labelError what is wrong with the label selector; empty when nothing is
 */
public record Selectors(FieldSelector fields, String fieldError, LabelSelector labels, String labelError) {
    public static final Selectors NONE = new Selectors(FieldSelector.everything(), "", LabelSelector.everything(), "");

    public Selectors {
        requireNonNull(fields, "fields is null");
        requireNonNull(fieldError, "fieldError is null");
        requireNonNull(labels, "labels is null");
        requireNonNull(labelError, "labelError is null");
    }

    /** Of what stands in a query; empty for none. */
    public static Selectors parse(String fields, String labels) {
        return NONE.withFields(fields).withLabels(labels);
    }

    private Selectors withFields(String text) {
        try {
            return new Selectors(FieldSelector.parse(text), "", labels, labelError);
        } catch (IllegalArgumentException e) {
            return new Selectors(FieldSelector.everything(), e.getMessage(), labels, labelError);
        }
    }

    private Selectors withLabels(String text) {
        try {
            List<Requirement> requirements = LabelSelector.parse(text).requirements().stream()
                    .map(Selectors::canonical)
                    .sorted(Comparator.comparing(Requirement::key))
                    .toList();
            return new Selectors(fields, fieldError, new LabelSelector(requirements), "");
        } catch (IllegalArgumentException e) {
            return new Selectors(fields, fieldError, LabelSelector.everything(), e.getMessage());
        }
    }

    private static Requirement canonical(Requirement requirement) {
        return new Requirement(
                requirement.key(),
                requirement.operator(),
                requirement.values().stream().distinct().sorted().toList());
    }

    /** Whether nothing but objects with this value of this field is asked for. */
    public boolean select(String field, String value) {
        return fields.requirements().stream()
                .anyMatch(requirement -> requirement.equal()
                        && requirement.field().equals(field)
                        && requirement.value().equals(value));
    }
}
