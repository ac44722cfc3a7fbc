package dev.caravel.machinery.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A field selector as it stands in a query: {@code spec.nodeName=a,status.phase!=Running}. Immutable. */
public record FieldSelector(List<Requirement> requirements) {
    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    /** @param equal false for {@code !=} */
    public record Requirement(String field, boolean equal, String value) {}

    public static FieldSelector everything() {
        return EVERYTHING;
    }

    /**
     * Commas, equal signs and backslashes in values are escaped by a backslash.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static FieldSelector parse(String text) {
        if (text == null || text.isBlank()) {
            return EVERYTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String term : split(text)) {
            if (!term.isEmpty()) {
                requirements.add(requirement(term));
            }
        }
        return new FieldSelector(requirements);
    }

    private static List<String> split(String text) {
        List<String> terms = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                term.append(c).append(text.charAt(++i));
            } else if (c == ',') {
                terms.add(term.toString());
                term.setLength(0);
            } else {
                term.append(c);
            }
        }
        terms.add(term.toString());
        return terms;
    }

    private static Requirement requirement(String term) {
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith("!=", i)) {
                return new Requirement(term.substring(0, i), false, unescape(term.substring(i + 2)));
            }
            if (term.startsWith("==", i)) {
                return new Requirement(term.substring(0, i), true, unescape(term.substring(i + 2)));
            }
            if (term.charAt(i) == '=') {
                return new Requirement(term.substring(0, i), true, unescape(term.substring(i + 1)));
            }
        }
        throw new IllegalArgumentException("invalid selector: '%s'; can't understand '%s'".formatted(term, term));
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                plain.append(value.charAt(++i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /** @param fields gives a field's value; a field that the object lacks is empty */
    public boolean matches(Function<String, String> fields) {
        for (Requirement requirement : requirements) {
            if (fields.apply(requirement.field()).equals(requirement.value()) != requirement.equal()) {
                return false;
            }
        }
        return true;
    }
}
