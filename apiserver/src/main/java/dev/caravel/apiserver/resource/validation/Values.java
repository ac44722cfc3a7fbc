package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Values as they stand in error messages. */
final class Values {
    private Values() {}

    static String show(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }

    static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }

    /**
     * An object in the names of upstream's internal types, which some errors show.
     *
     * @param fields {@code name:Name}, in upstream's order; what is absent is null
     */
    static String struct(JsonNode object, String... fields) {
        return Arrays.stream(fields)
                .map(field -> field.split(":"))
                .map(names -> quote(names[1]) + ":" + show(object.path(names[0])))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
