package dev.caravel.schema;

import java.util.List;

/**
 * A field as it stands in JSON. The names of kinds, cardinalities and list types are those of the API server's {@code Schema}.
 *
 * @param path protobuf field numbers from the enclosing message down; empty for what is not in the message
 * @param type the message's name for kind OBJECT, otherwise empty
 * @param listType empty when not said
 * @param defaultJson the {@code +default} marker, empty when none
 * @param values the only ones that the field, or each of its elements, may have; empty when there are no such
 */
record FieldType(
        String jsonName,
        List<Integer> path,
        String kind,
        String cardinality,
        String type,
        boolean required,
        boolean atomic,
        String listType,
        List<String> listMapKeys,
        String patchStrategy,
        String patchMergeKey,
        String defaultJson,
        String description,
        List<String> values) {

    /** The field as a member of the message into which its own message is inlined under the number {@code outer}. */
    FieldType below(int outer) {
        var longer = new java.util.ArrayList<Integer>(path.size() + 1);
        longer.add(outer);
        longer.addAll(path);
        return new FieldType(
                jsonName,
                List.copyOf(longer),
                kind,
                cardinality,
                type,
                required,
                atomic,
                listType,
                listMapKeys,
                patchStrategy,
                patchMergeKey,
                defaultJson,
                description,
                values);
    }

    FieldType withValues(List<String> few) {
        return new FieldType(
                jsonName,
                path,
                kind,
                cardinality,
                type,
                required,
                atomic,
                listType,
                listMapKeys,
                patchStrategy,
                patchMergeKey,
                defaultJson,
                description,
                List.copyOf(few));
    }
}
