package dev.caravel.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.status.Statuses;

/**
 * One operation of a JSON Patch. As upstream's library does, indices may be negative (counted from the end), and a
 * missing object member counts as null where a value is only read.
 */
record JsonPatchOperation(JsonNode json) {
    JsonPatchOperation {
        if (!json.isObject()) {
            throw Statuses.badRequest("error decoding patch: an operation is not an object");
        }
    }

    /** Changes {@code document} in place; returns it, or what replaces it. */
    JsonNode applyTo(JsonNode document, CopyBudget copies) {
        JsonPatchPath path = path("path");
        return switch (json.path("op").asText()) {
            case "add" -> path.isRoot() ? failed() : add(document, path, value());
            case "remove" -> path.isRoot() ? failed() : remove(document, path);
            case "replace" -> path.isRoot() ? container(value()) : replace(document, path, value());
            case "move" -> {
                JsonPatchPath from = path("from");
                JsonNode moved = get(document, from);
                yield add(remove(document, from), path, moved);
            }
            case "copy" -> add(document, path, copies.copy(get(document, path("from"))));
            case "test" -> {
                JsonNode found = path.isRoot() ? document : get(document, path);
                yield JsonValues.same(found, value()) ? document : failed();
            }
            default -> failed();
        };
    }

    private JsonPatchPath path(String member) {
        JsonNode path = json.path(member);
        return path.isTextual() ? JsonPatchPath.parse(path.textValue()) : failed();
    }

    private JsonNode value() {
        return json.path("value").isMissingNode()
                ? NullNode.getInstance()
                : json.get("value").deepCopy();
    }

    private static JsonNode get(JsonNode document, JsonPatchPath path) {
        JsonNode found =
                switch (parent(document, path)) {
                    case ObjectNode object -> object.get(path.last());
                    case ArrayNode array -> array.get(existing(array, path.last()));
                    default -> failed();
                };
        return found == null ? NullNode.getInstance() : found;
    }

    private static JsonNode add(JsonNode document, JsonPatchPath path, JsonNode value) {
        switch (parent(document, path)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array when path.last().equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(path.last(), array.size() + 1), value);
            default -> failed();
        }
        return document;
    }

    private static JsonNode remove(JsonNode document, JsonPatchPath path) {
        switch (parent(document, path)) {
            case ObjectNode object when object.has(path.last()) -> object.remove(path.last());
            case ArrayNode array -> array.remove(existing(array, path.last()));
            default -> failed();
        }
        return document;
    }

    private static JsonNode replace(JsonNode document, JsonPatchPath path, JsonNode value) {
        switch (parent(document, path)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array -> array.set(existing(array, path.last()), value);
            default -> failed();
        }
        return document;
    }

    private static JsonNode parent(JsonNode document, JsonPatchPath path) {
        if (path.isRoot()) {
            return failed();
        }
        JsonNode node = document;
        for (String token : path.parent()) {
            JsonNode next =
                    switch (node) {
                        case ObjectNode object -> object.get(token);
                        case ArrayNode array -> array.get(existing(array, token));
                        default -> null;
                    };
            node = next == null ? failed() : next;
        }
        return node;
    }

    private static int existing(ArrayNode array, String token) {
        return index(token, array.size());
    }

    private static int index(String token, int size) {
        int index;
        try {
            index = Integer.parseInt(token);
        } catch (NumberFormatException e) {
            return failed();
        }
        if (index >= size || index < -size) {
            return failed();
        }
        return index < 0 ? index + size : index;
    }

    private static JsonNode container(JsonNode value) {
        return value.isContainerNode() ? value : failed();
    }

    private static <T> T failed() {
        throw Statuses.unprocessable();
    }
}
