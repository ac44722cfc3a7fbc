package dev.caravel.apiserver.patch.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * One step of the path of a field, as FieldsV1 writes it: {@code f:name}, {@code k:{"name":"a"}}, {@code v:"value"} or
 * {@code i:0}. Keys are sorted and numbers in their shortest form, so that equal steps have equal texts.
 */
record PathElement(String text) implements Comparable<PathElement> {
    static PathElement field(String name) {
        return new PathElement("f:" + name);
    }

    static PathElement key(SortedMap<String, JsonNode> fields) {
        ObjectNode object = JsonCodec.object();
        fields.forEach((name, value) -> object.set(name, canonical(value)));
        return new PathElement("k:" + object);
    }

    static PathElement value(JsonNode value) {
        return new PathElement("v:" + canonical(value));
    }

    /**
     * Empty for a kind of step that is not known, which is to be passed over.
     *
     * @throws IllegalArgumentException for a step that is not one
     */
    static Optional<PathElement> parse(String text) {
        if (text.startsWith("f:")) {
            return Optional.of(new PathElement(text));
        }
        if (text.length() < 2) {
            throw new IllegalArgumentException("key must be 2 characters long: " + text);
        }
        if (text.charAt(1) != ':') {
            throw new IllegalArgumentException("missing colon: " + text);
        }
        return switch (text.charAt(0)) {
            case 'k' -> {
                SortedMap<String, JsonNode> fields = new java.util.TreeMap<>();
                if (!(read(text) instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("not a key: " + text);
                }
                object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
                yield Optional.of(key(fields));
            }
            case 'v' -> Optional.of(value(read(text)));
            case 'i' -> Optional.of(new PathElement("i:" + Integer.parseInt(text.substring(2))));
            default -> Optional.empty();
        };
    }

    boolean isField() {
        return text.charAt(0) == 'f';
    }

    /** Of a field. */
    String name() {
        return text.substring(2);
    }

    /** As messages have it: {@code .name}, {@code [name="a"]}, {@code [="value"]}, {@code [0]}. */
    String display() {
        return switch (text.charAt(0)) {
            case 'f' -> "." + name();
            case 'k' ->
                read(text).properties().stream()
                        .map((Map.Entry<String, JsonNode> field) ->
                                field.getKey() + "=" + field.getValue().toString())
                        .collect(Collectors.joining(",", "[", "]"));
            case 'v' -> "[=" + name() + "]";
            default -> "[" + name() + "]";
        };
    }

    /** Fields come first, then keys, values and indices. */
    @Override
    public int compareTo(PathElement other) {
        int byKind = Integer.compare("fkvi".indexOf(text.charAt(0)), "fkvi".indexOf(other.text.charAt(0)));
        return byKind != 0 ? byKind : text.compareTo(other.text);
    }

    private static JsonNode read(String text) {
        try {
            return JsonCodec.read(text.substring(2).getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    private static JsonNode canonical(JsonNode value) {
        if (!value.isNumber() || value.isIntegralNumber()) {
            return value;
        }
        var number = value.decimalValue().stripTrailingZeros();
        return DecimalNode.valueOf(number.scale() < 0 ? number.setScale(0) : number);
    }

    @Override
    public String toString() {
        return text;
    }
}
