package dev.caravel.apiserver.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes what is right a little wrong. */
public final class Mutations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u0000",
            "\\ud800",
            "\\",
            "null",
            "NaN",
            "1e999999999",
            "-",
            "0",
            "\"a\":1,\"a\":2",
            "/*",
            "//",
            "\ufeff",
            "&a ",
            "*a",
            "!!binary ",
            "<<: ",
            "---\n",
            "? ",
            "| ",
            "!<tag:x> ",
            "\t",
            "%YAML 9.9\n",
            "...\n",
            "@",
            "`");

    private Mutations() {}

    /** Changes a tree in some places. */
    public static <T extends JsonNode> T tree(Dice dice, T root) {
        int changes = dice.size(6);
        for (int i = 0; i < changes; i++) {
            List<ContainerNode<?>> places = new ArrayList<>();
            gather(root, places, 0);
            if (!places.isEmpty()) {
                change(dice, dice.of(places));
            }
        }
        return root;
    }

    private static void gather(JsonNode node, List<ContainerNode<?>> into, int depth) {
        if (node instanceof ContainerNode<?> container && depth < 100) {
            into.add(container);
            container.forEach(child -> gather(child, into, depth + 1));
        }
    }

    private static void change(Dice dice, ContainerNode<?> place) {
        switch (place) {
            case ObjectNode object -> changeObject(dice, object);
            case ArrayNode array -> changeArray(dice, array);
            default -> {}
        }
    }

    private static void changeObject(Dice dice, ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || dice.oneIn(6)) {
            object.set(dice.oneIn(2) ? Hostile.text(dice) : Hostile.word(dice), value(dice, 2));
            return;
        }
        String name = dice.of(names);
        switch (dice.below(8)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(Hostile.text(dice), object.remove(name));
            case 2 -> object.set(name, object.get(dice.of(names)).deepCopy());
            case 3 -> object.set(name, JSON.arrayNode().add(object.get(name)));
            case 4 -> object.set(name, nested(dice, object.get(name)));
            default -> object.set(name, value(dice, 2));
        }
    }

    private static void changeArray(Dice dice, ArrayNode array) {
        if (array.isEmpty() || dice.oneIn(6)) {
            array.add(value(dice, 2));
            return;
        }
        int place = dice.below(array.size());
        if (dice.oneIn(100)) {
            widen(dice, array, array.get(place));
            return;
        }
        switch (dice.below(5)) {
            case 0 -> array.remove(place);
            case 1 -> array.add(array.get(place).deepCopy());
            case 2 -> array.set(place, value(dice, 2));
            case 3 -> array.set(place, array.get(dice.below(array.size())).deepCopy());
            default -> array.insert(place, JSON.nullNode());
        }
    }

    /** As many as a request can hold of what is small, each with a name of its own. */
    private static void widen(Dice dice, ArrayNode array, JsonNode element) {
        int size = element.toString().length() > 100 ? 1_000 : 30_000;
        boolean named = dice.oneIn(2);
        for (int i = 0; i < size; i++) {
            JsonNode copy = element.deepCopy();
            if (named && copy instanceof ObjectNode object) {
                object.put("name", "n" + i);
            }
            array.add(named && copy.isTextual() ? JSON.textNode(copy.textValue() + i) : copy);
        }
    }

    private static JsonNode nested(Dice dice, JsonNode node) {
        JsonNode wrapped = node.deepCopy();
        int depth = dice.oneIn(40) ? dice.below(150) : dice.below(3);
        for (int i = 0; i < depth; i++) {
            wrapped = dice.oneIn(2)
                    ? JSON.arrayNode().add(wrapped)
                    : JSON.objectNode().set("a", wrapped);
        }
        return wrapped;
    }

    /** Any JSON. */
    public static JsonNode value(Dice dice, int depth) {
        return switch (dice.below(depth == 0 ? 6 : 8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(dice.oneIn(2));
            case 2 -> number(Hostile.number(dice));
            case 3, 4, 5 -> JSON.textNode(Hostile.text(dice));
            case 6 -> {
                ArrayNode array = JSON.arrayNode();
                int size = dice.size(30);
                for (int i = 0; i < size; i++) {
                    array.add(value(dice, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                int size = dice.size(30);
                for (int i = 0; i < size; i++) {
                    object.set(dice.oneIn(3) ? Hostile.text(dice) : Hostile.word(dice), value(dice, depth - 1));
                }
                yield object;
            }
        };
    }

    /** As the server's own reader would have it. */
    static JsonNode number(String text) {
        if (text.contains(".") || text.contains("e") || text.contains("E")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        BigDecimal value = new BigDecimal(text);
        return value.precision() > 18 ? JSON.numberNode(value.toBigInteger()) : JSON.numberNode(value.longValue());
    }

    /** Changes bytes in some places. */
    public static byte[] bytes(Dice dice, byte[] whole) {
        byte[] changed = whole;
        int changes = dice.size(8);
        for (int i = 0; i < changes; i++) {
            changed = change(dice, changed);
        }
        return changed;
    }

    private static byte[] change(Dice dice, byte[] bytes) {
        int at = dice.below(bytes.length + 1);
        int to = Math.min(bytes.length, at + dice.below(1 + dice.of(1, 4, 16, 256)));
        return switch (dice.below(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> splice(bytes, at, to, new byte[0]);
            case 2 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 3 -> splice(bytes, at, at, dice.bytes(1 + dice.below(8)));
            case 4 -> splice(bytes, at, at, dice.of(TOKENS).getBytes(UTF_8));
            case 5 ->
                splice(
                        bytes,
                        at,
                        at,
                        dice.of(TOKENS)
                                .repeat(dice.oneIn(20) ? dice.below(20_000) : 3)
                                .getBytes(UTF_8));
            default -> {
                byte[] copy = bytes.clone();
                if (at < copy.length) {
                    copy[at] ^= (byte) (1 << dice.below(8));
                }
                yield copy;
            }
        };
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] by) {
        byte[] changed = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(by, 0, changed, from, by.length);
        System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
        return changed;
    }
}
