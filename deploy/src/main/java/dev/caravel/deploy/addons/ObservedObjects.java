package dev.caravel.deploy.addons;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects of a collection by name, as the last event told them. Not thread-safe. */
public final class ObservedObjects {
    private final Map<String, JsonNode> byName = new TreeMap<>();

    public Optional<JsonNode> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    void put(JsonNode object) {
        byName.put(object.at("/metadata/name").asText(), object);
    }

    void observe(JsonNode event) {
        JsonNode object = event.path("object");
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> put(object);
            case "DELETED" -> byName.remove(object.at("/metadata/name").asText());
            default -> {
                // A bookmark or an error: no object of ours.
            }
        }
    }
}
