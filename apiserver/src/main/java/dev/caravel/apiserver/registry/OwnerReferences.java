package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Names each owner once. Pure, but for the object that it is given. */
final class OwnerReferences {
    private static final String FIELD = "ownerReferences";

    private OwnerReferences() {}

    static void dedupe(ObjectNode object, boolean afterAdmission, Consumer<String> warn) {
        if (!(object.path("metadata").path(FIELD) instanceof ArrayNode owners) || owners.size() < 2) {
            return;
        }
        Set<JsonNode> distinct = new LinkedHashSet<>();
        List<String> repeated = new ArrayList<>();
        for (JsonNode owner : owners) {
            if (!distinct.add(owner)) {
                repeated.add(owner.path("uid").asText());
            }
        }
        if (repeated.isEmpty()) {
            return;
        }
        object.withObjectProperty("metadata").set(FIELD, owners.arrayNode().addAll(distinct));
        warn.accept(
                (".metadata.ownerReferences contains duplicate entries%s; API server dedups owner references in 1.20+,"
                                + " and may reject such requests as early as 1.24; please fix your requests;"
                                + " duplicate UID(s) observed: %s")
                        .formatted(
                                afterAdmission ? " after mutating admission happens" : "",
                                String.join(", ", repeated)));
    }
}
