package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Values as they stand in error messages. */
final class Values {
    private Values() {}

    static String show(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }

    static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }
}
