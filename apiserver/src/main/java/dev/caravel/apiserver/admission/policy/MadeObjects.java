package dev.caravel.apiserver.admission.policy;

import dev.caravel.apiserver.cel.values.NewObject;
import java.util.Map;

/** Checks that objects stand where the names of their types say: {@code Object.spec} in {@code spec} only. */
final class MadeObjects {
    private MadeObjects() {}

    /** @throws IllegalArgumentException when one does not */
    static void requirePlaces(Object value) {
        if (value instanceof NewObject object) {
            object.fields().forEach((name, field) -> requirePlace(object.type() + "." + name, field));
        }
    }

    private static void requirePlace(String expected, Object value) {
        switch (value) {
            case NewObject object -> {
                if (!object.type().equals(expected)) {
                    throw new IllegalArgumentException(
                            "type mismatch: unexpected type name \"%s\", expected \"%s\", which matches field name path from root Object type"
                                    .formatted(object.type(), expected));
                }
                requirePlaces(object);
            }
            case Iterable<?> list -> list.forEach(element -> requirePlace(expected, element));
            case Map<?, ?> map -> map.values().forEach(element -> requirePlace(expected, element));
            default -> {}
        }
    }
}
