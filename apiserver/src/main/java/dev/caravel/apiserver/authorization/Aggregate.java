package dev.caravel.apiserver.authorization;

import java.util.Collection;
import java.util.List;

/** Several errors as one text, each named once: {@code [a, b]}. Pure. */
public final class Aggregate {
    private Aggregate() {}

    /** One is said as it is; none is empty. */
    public static String of(Collection<String> errors) {
        List<String> distinct = errors.stream().distinct().toList();
        return distinct.size() > 1 ? "[" + String.join(", ", distinct) + "]" : String.join("", distinct);
    }
}
