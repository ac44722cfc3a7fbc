package dev.caravel.apiserver.kinds.gates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/**
 * Where a field is, or several of a kind.
 *
 * @param path names with {@code []} for every element of a list, {@code {}} for every value of a map; one that ends in
 *     {@code ?} goes with the field when nothing else is in it
 */
record GatedField(List<String> path) {
    GatedField {
        path = List.copyOf(path);
    }

    static GatedField of(String path) {
        return new GatedField(Arrays.asList(path.split("\\.")));
    }

    boolean isIn(JsonNode object) {
        return isIn(object, path);
    }

    private static boolean isIn(JsonNode node, List<String> path) {
        String step = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        JsonNode child = node.path(name(step));
        if (rest.isEmpty()) {
            return !child.isMissingNode() && !child.isNull();
        }
        for (JsonNode each : step.endsWith("[]") || step.endsWith("{}") ? child : List.of(child)) {
            if (isIn(each, rest)) {
                return true;
            }
        }
        return false;
    }

    void removeFrom(JsonNode object) {
        remove(object, path);
    }

    private static void remove(JsonNode node, List<String> path) {
        if (!(node instanceof ObjectNode object)) {
            return;
        }
        String step = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        String name = name(step);
        if (rest.isEmpty()) {
            object.remove(name);
        } else if (step.endsWith("[]") || step.endsWith("{}")) {
            object.path(name).forEach(each -> remove(each, rest));
        } else {
            boolean was = isIn(object.path(name), rest);
            remove(object.path(name), rest);
            if (was && step.endsWith("?") && object.path(name).isEmpty()) {
                object.remove(name);
            }
        }
    }

    private static String name(String step) {
        return step.endsWith("[]") || step.endsWith("{}")
                ? step.substring(0, step.length() - 2)
                : step.endsWith("?") ? step.substring(0, step.length() - 1) : step;
    }
}
