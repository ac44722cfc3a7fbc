package dev.caravel.apiserver.patch.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final int KEY_BEGIN = "k:{".length();

    static PathElement field(String name) {
        return new PathElement("f:" + name);
    }

    static PathElement key(SortedMap<String, JsonNode> fields) {
        StringBuilder text = new StringBuilder("k:{");
        fields.forEach((name, value) -> {
            text.append(text.length() == KEY_BEGIN ? "" : ",");
            CanonicalText.string(text, name);
            text.append(':');
            CanonicalText.value(text, value);
        });
        return new PathElement(text.append('}').toString());
    }

    static PathElement value(JsonNode value) {
        StringBuilder text = new StringBuilder("v:");
        CanonicalText.value(text, value);
        return new PathElement(text.toString());
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
                if (CanonicalText.isKey(text)) {
                    yield Optional.of(new PathElement(text));
                }
                SortedMap<String, JsonNode> fields = new java.util.TreeMap<>();
                if (!(read(text) instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("not a key: " + text);
                }
                object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
                yield Optional.of(key(fields));
            }
            case 'v' -> Optional.of(CanonicalText.isString(text, 2) ? new PathElement(text) : value(read(text)));
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
        char kind = text.charAt(0);
        char otherKind = other.text.charAt(0);
        return kind == otherKind
                ? text.compareTo(other.text)
                : Integer.compare("fkvi".indexOf(kind), "fkvi".indexOf(otherKind));
    }

    private static JsonNode read(String text) {
        try {
            return JsonCodec.read(text.substring(2).getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
