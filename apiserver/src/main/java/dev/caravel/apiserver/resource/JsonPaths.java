package dev.caravel.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Finds values by simple paths of field names: {@code .spec.nodeName} or {@code spec.nodeName}. */
public final class JsonPaths {
    private JsonPaths() {}

    /** The value at the path; a missing node when there is none or it is null. */
    public static JsonNode at(JsonNode object, String path) {
        if (path.indexOf('.') < 0) {
            return present(object.path(path));
        }
        var node = object;
        var start = path.startsWith(".") ? 1 : 0;
        while (start <= path.length()) {
            var end = path.indexOf('.', start);
            if (end < 0) {
                end = path.length();
            }
            node = node.path(path.substring(start, end));
            if (node.isMissingNode() || node.isNull()) {
                return MissingNode.getInstance();
            }
            start = end + 1;
        }
        return node;
    }

    private static JsonNode present(JsonNode node) {
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    /** The text of a scalar at the path; empty when there is none. */
    public static String text(JsonNode object, String path) {
        return at(object, path).asText("");
    }
}
