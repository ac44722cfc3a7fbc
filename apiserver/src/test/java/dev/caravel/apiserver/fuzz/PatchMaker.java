package dev.caravel.apiserver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.Resource;
import java.util.ArrayList;
import java.util.List;

/** Makes patches that fit an object more or less. */
public final class PatchMaker {
    /** How a kind of patch is made for an object. */
    interface Format {
        JsonNode of(Dice dice, Resource resource, ObjectNode current);
    }

    private PatchMaker() {}

    public static JsonNode jsonPatch(Dice dice, Resource resource, ObjectNode current) {
        List<String> paths = new ArrayList<>();
        paths("", current, paths);
        ArrayNode patch = JsonCodec.object().arrayNode();
        int operations = dice.oneIn(200) ? 10_000 + dice.below(2) : dice.size(12);
        boolean bomb = dice.oneIn(20);
        for (int i = 0; i < operations; i++) {
            ObjectNode operation = patch.addObject();
            operation.put("op", bomb ? "copy" : dice.of("add", "remove", "replace", "move", "copy", "test", "Add", ""));
            operation.put("path", bomb ? "/metadata/annotations" + dice.of("", "/x", "/y", "/x/x") : path(dice, paths));
            if (bomb || dice.oneIn(2)) {
                operation.put(
                        "from", bomb ? dice.of("/metadata", "/metadata/annotations", "/spec", "") : path(dice, paths));
            }
            if (dice.oneIn(2)) {
                operation.set(
                        "value", dice.oneIn(3) ? current.at(dice.of(paths)).deepCopy() : Mutations.value(dice, 2));
            }
        }
        return Mutations.tree(dice, dice.oneIn(50) ? Mutations.value(dice, 2) : patch);
    }

    private static String path(Dice dice, List<String> paths) {
        String path = dice.of(paths);
        return switch (dice.below(8)) {
            case 0 -> path + "/" + Hostile.text(dice);
            case 1 -> path + "/-";
            case 2 -> path + "/" + Hostile.number(dice);
            case 3 -> Hostile.text(dice);
            default -> path;
        };
    }

    private static void paths(String path, JsonNode node, List<String> into) {
        into.add(path);
        node.properties()
                .forEach(member -> paths(
                        path + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), member.getValue(), into));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            paths(path + "/" + i, node.get(i), into);
        }
    }

    public static JsonNode objectPatch(Dice dice, Resource resource, ObjectNode current) {
        ObjectNode patch = dice.oneIn(2) ? current.deepCopy() : new ObjectMaker(dice).make(resource);
        return dice.oneIn(50) ? Mutations.value(dice, 2) : Mutations.tree(dice, Mutations.tree(dice, patch));
    }

    public static JsonNode strategicPatch(Dice dice, Resource resource, ObjectNode current) {
        JsonNode patch = objectPatch(dice, resource, current);
        direct(dice, patch);
        return patch;
    }

    /** Puts directives where they belong, and where they do not. */
    private static void direct(Dice dice, JsonNode node) {
        node.forEach(child -> direct(dice, child));
        if (!(node instanceof ObjectNode object) || !dice.oneIn(3)) {
            return;
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() || dice.oneIn(5) ? Hostile.text(dice) : dice.of(names);
        switch (dice.below(4)) {
            case 0 ->
                object.set(
                        "$patch",
                        dice.oneIn(3)
                                ? Mutations.value(dice, 1)
                                : text(dice.of("delete", "replace", "merge", "Merge", "")));
            case 1 -> object.set("$retainKeys", list(dice, names));
            case 2 ->
                object.set(
                        "$setElementOrder/" + name,
                        dice.oneIn(2) && object.has(name) ? object.get(name).deepCopy() : list(dice, names));
            default -> object.set("$deleteFromPrimitiveList/" + name, list(dice, names));
        }
    }

    private static JsonNode text(String text) {
        return JsonCodec.object().textNode(text);
    }

    private static JsonNode list(Dice dice, List<String> names) {
        if (dice.oneIn(4)) {
            return Mutations.value(dice, 2);
        }
        ArrayNode list = JsonCodec.object().arrayNode();
        names.forEach(name -> {
            if (dice.oneIn(2)) {
                list.add(name);
            }
        });
        return list;
    }
}
