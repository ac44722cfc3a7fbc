package dev.caravel.apiserver.cel.values;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravel.apiserver.cel.CelType.ListOf;

/** Lists that a schema describes. */
final class TypedLists {
    private TypedLists() {}

    static ListValue of(ArrayNode array, ListOf type) {
        return new ListValue(new JsonElements(array, type.element()));
    }
}
