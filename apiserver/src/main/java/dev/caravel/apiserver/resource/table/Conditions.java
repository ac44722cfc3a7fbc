package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.Optional;

/** Finds conditions in an object's status. */
final class Conditions {
    private Conditions() {}

    static Optional<JsonNode> find(JsonNode object, String type) {
        return JsonPaths.at(object, "status.conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst();
    }

    static boolean isTrue(JsonNode object, String type) {
        return find(object, type)
                .filter(condition -> condition.path("status").asText().equals("True"))
                .isPresent();
    }
}
