package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Cells of resource quotas. */
final class QuotaCells {
    static final Map<String, Cell> BY_NAME = Map.of(
            "quotaRequests", Cell.text(quota -> used(quota, false)),
            "quotaLimits", Cell.text(quota -> used(quota, true)));

    private QuotaCells() {}

    private static String used(ObjectNode quota, boolean limits) {
        var hard = JsonPaths.at(quota, "status.hard");
        var used = JsonPaths.at(quota, "status.used");
        var names = new TreeSet<String>();
        hard.fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> name.startsWith("limits.") == limits)
                .map(name -> "%s: %s/%s"
                        .formatted(
                                name,
                                used.path(name).asText("0"),
                                hard.path(name).asText()))
                .collect(Collectors.joining(", "));
    }
}
