package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an update may do with the metadata that the system keeps. Pure, but for the object that it is given. */
final class MetadataChange {
    /** What no client may change; what is sent of the rest is passed over. */
    private static final List<String> IMMUTABLE = List.of("uid", "deletionTimestamp", "deletionGracePeriodSeconds");

    private static final List<String> KEPT = List.of(
            "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink");

    private MetadataChange() {}

    static List<FieldError> faults(ObjectNode old, ObjectNode next) {
        JsonNode before = old.path("metadata");
        JsonNode after = next.path("metadata");
        List<FieldError> faults = new ArrayList<>();
        Set<String> added = finalizers(after);
        added.removeAll(finalizers(before));
        if (before.hasNonNull("deletionTimestamp") && !added.isEmpty()) {
            faults.add(FieldError.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{%s}"
                            .formatted(String.join(
                                    ", ",
                                    added.stream().map(one -> '"' + one + '"').toList()))));
        }
        for (String field : IMMUTABLE) {
            boolean renewed = field.equals("deletionTimestamp") && before.hasNonNull(field);
            if (after.hasNonNull(field)
                    && !after.get(field).asText().isEmpty()
                    && !renewed
                    && !same(before, after, field)) {
                faults.add(FieldError.invalid(
                        FieldPath.child("metadata", field), after.get(field).toString(), "field is immutable"));
            }
        }
        return faults;
    }

    private static boolean same(JsonNode before, JsonNode after, String field) {
        return before.path(field).asText().equals(after.path(field).asText());
    }

    private static Set<String> finalizers(JsonNode metadata) {
        Set<String> finalizers = new TreeSet<>();
        metadata.path("finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
        return finalizers;
    }

    /** Puts back what is not the client's to say. */
    static void keep(ObjectNode old, ObjectNode next) {
        ObjectNode metadata = next.withObjectProperty("metadata");
        JsonNode present = old.path("metadata");
        for (String field : KEPT) {
            JsonNode value = present.get(field);
            if (value == null) {
                metadata.remove(field);
            } else {
                metadata.set(field, value);
            }
        }
    }
}
