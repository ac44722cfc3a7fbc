package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.function.Function;

/** Computes one cell of an object's row. */
@FunctionalInterface
interface Cell {
    JsonNode of(ObjectNode object, Instant now);

    static Cell text(Function<ObjectNode, String> text) {
        return (object, _) -> TextNode.valueOf(text.apply(object));
    }
}
