package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.Comparator;
import java.util.List;

/** The order of a table's rows, where it tells more than that of the list: flow schemas are matched by precedence. */
final class RowOrder {
    private static final Comparator<ObjectNode> BY_PRECEDENCE = Comparator.comparingLong((ObjectNode object) ->
                    JsonPaths.at(object, ".spec.matchingPrecedence").asLong())
            .thenComparing(object -> JsonPaths.text(object, "metadata.name"));

    private RowOrder() {}

    static List<ObjectNode> of(String kind, List<ObjectNode> objects) {
        return kind.equals("FlowSchema")
                ? objects.stream().sorted(BY_PRECEDENCE).toList()
                : objects;
    }
}
