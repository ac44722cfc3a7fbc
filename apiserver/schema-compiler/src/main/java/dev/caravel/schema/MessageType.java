package dev.caravel.schema;

import java.util.List;
import java.util.Map;

/**
 * A type as it stands in JSON.
 *
 * @param atomic {@code +structType=atomic}: whoever applies it owns it whole
 */
record MessageType(String name, String description, boolean atomic, List<FieldType> fields) {
    /** @param few the only values of fields, by JSON name */
    MessageType withValues(Map<String, List<String>> few) {
        few.keySet().stream()
                .filter(name ->
                        fields.stream().noneMatch(field -> field.jsonName().equals(name)))
                .findAny()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(name + " has no field " + unknown);
                });
        return new MessageType(
                name,
                description,
                atomic,
                fields.stream()
                        .map(field ->
                                few.containsKey(field.jsonName()) ? field.withValues(few.get(field.jsonName())) : field)
                        .toList());
    }
}
