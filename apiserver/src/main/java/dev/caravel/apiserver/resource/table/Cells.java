package dev.caravel.apiserver.resource.table;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds cells by the columns' sources: a path ({@code .spec.type}), a name ({@code podReady}), or a name with a path
 * ({@code orNone(.spec.nodeName)}).
 */
final class Cells {
    private static final Map<String, Function<String, Cell>> WITH_ARGUMENT = Map.ofEntries(
            entry("orNone", path -> or(path, TextNode.valueOf("<none>"))),
            entry("orUnset", path -> or(path, TextNode.valueOf("<unset>"))),
            entry(
                    "textOrUnset",
                    path -> Cell.text(object -> JsonPaths.at(object, path).asText("<unset>"))),
            entry("orUnknown", path -> or(path, TextNode.valueOf("<unknown>"))),
            entry("orNotAvailable", Cells::intOrString),
            entry("orZero", path -> or(path, IntNode.valueOf(0))),
            entry("booleanOrFalse", path -> or(path, BooleanNode.FALSE)),
            entry("booleanOrTrue", path -> or(path, BooleanNode.TRUE)),
            entry("booleanText", Cells::booleanText),
            entry(
                    "count",
                    path -> (object, _) ->
                            IntNode.valueOf(JsonPaths.at(object, path).size())),
            entry(
                    "firstOrNone",
                    path -> Cell.text(
                            object -> JsonPaths.at(object, path).path(0).asText("<none>"))),
            entry("join", path -> Cell.text(object -> Texts.join(JsonPaths.at(object, path), ","))),
            entry("nameOrDefault", annotation -> Cell.text(object -> nameOrDefault(object, annotation))),
            entry(
                    "sinceOrNone",
                    path -> (object, now) -> JsonPaths.at(object, path).isMissingNode()
                            ? TextNode.valueOf("<none>")
                            : TextNode.valueOf(Ages.since(JsonPaths.at(object, path), now))),
            entry("mapSelector", path -> Cell.text(object -> Selectors.ofMap(JsonPaths.at(object, path)))),
            entry("labelSelector", path -> Cell.text(object -> Selectors.ofLabelSelector(JsonPaths.at(object, path)))),
            entry(
                    "containers",
                    template -> Cell.text(object -> WorkloadCells.containers(JsonPaths.at(object, template), "name"))),
            entry(
                    "images",
                    template -> Cell.text(object -> WorkloadCells.containers(JsonPaths.at(object, template), "image"))),
            entry("subjects", kind -> Cell.text(object -> AccessCells.subjects(object, kind))));

    private static final Map<String, Cell> BY_NAME = new HashMap<>();

    static {
        BY_NAME.put(
                "age",
                (object, now) -> TextNode.valueOf(Ages.since(JsonPaths.at(object, "metadata.creationTimestamp"), now)));
        BY_NAME.putAll(PodCells.BY_NAME);
        BY_NAME.putAll(WorkloadCells.BY_NAME);
        BY_NAME.putAll(NetworkCells.BY_NAME);
        BY_NAME.putAll(NodeCells.BY_NAME);
        BY_NAME.putAll(EventCells.BY_NAME);
        BY_NAME.putAll(StorageCells.BY_NAME);
        BY_NAME.putAll(AccessCells.BY_NAME);
        BY_NAME.putAll(QuotaCells.BY_NAME);
    }

    private Cells() {}

    static Cell of(String source) {
        if (source.startsWith(".")) {
            return path(source);
        }
        var open = source.indexOf('(');
        if (open < 0) {
            return found(BY_NAME.get(source), source);
        }
        return found(WITH_ARGUMENT.get(source.substring(0, open)), source)
                .apply(source.substring(open + 1, source.length() - 1));
    }

    private static <T> T found(T cell, String source) {
        if (cell == null) {
            throw new IllegalArgumentException("no cell is named " + source);
        }
        return cell;
    }

    private static Cell path(String path) {
        return or(path, TextNode.valueOf(""));
    }

    private static Cell or(String path, JsonNode otherwise) {
        return (object, _) -> {
            var value = JsonPaths.at(object, path);
            return value.isMissingNode() || value.isTextual() && value.asText().isEmpty() ? otherwise : value;
        };
    }

    private static Cell intOrString(String path) {
        return Cell.text(object -> JsonPaths.at(object, path).asText("N/A"));
    }

    /** As Go's printers spell what may be unset. */
    private static Cell booleanText(String path) {
        return Cell.text(object -> {
            var value = JsonPaths.at(object, path);
            return value.isMissingNode() ? "<unset>" : value.asBoolean() ? "True" : "False";
        });
    }

    private static String nameOrDefault(JsonNode object, String annotation) {
        var marked = object.path("metadata")
                .path("annotations")
                .path(annotation)
                .asText()
                .equals("true");
        return JsonPaths.text(object, "metadata.name") + (marked ? " (default)" : "");
    }
}
