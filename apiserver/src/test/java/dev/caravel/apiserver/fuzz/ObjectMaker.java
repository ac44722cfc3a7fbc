package dev.caravel.apiserver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.Schema;

/** Makes objects that have the shape that a schema gives them, with values that are mostly of the right type. */
public final class ObjectMaker {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEPTH = 7;

    private final Dice dice;
    private int left = 400;

    public ObjectMaker(Dice dice) {
        this.dice = dice;
    }

    /** An object of the resource, with a name. */
    public ObjectNode make(Resource resource) {
        ObjectNode object = make(resource.schema());
        object.put("apiVersion", resource.id().apiVersion())
                .put("kind", resource.definition().kind());
        ObjectNode metadata = object.withObject("/metadata");
        metadata.put("name", Hostile.word(dice));
        metadata.remove("resourceVersion");
        if (resource.definition().namespaced()) {
            metadata.put("namespace", "default");
        } else {
            metadata.remove("namespace");
        }
        return object;
    }

    public ObjectNode make(Schema schema) {
        return object(schema, DEPTH);
    }

    private ObjectNode object(Schema schema, int depth) {
        ObjectNode object = JSON.objectNode();
        int fields = schema.fields().size();
        for (Schema.Field field : schema.fields().values()) {
            boolean wanted = field.required() || field.jsonName().equals("spec") || dice.below(fields + 1) < 4;
            if (wanted && depth > 0 && left-- > 0) {
                object.set(field.jsonName(), cardinal(field, depth));
            }
        }
        return object;
    }

    private JsonNode cardinal(Schema.Field field, int depth) {
        return switch (field.cardinality()) {
            case SINGLE -> single(field, depth);
            case LIST -> {
                ArrayNode list = JSON.arrayNode();
                int size = dice.size(6);
                for (int i = 0; i < size; i++) {
                    list.add(single(field, depth));
                }
                yield list;
            }
            case MAP -> {
                ObjectNode map = JSON.objectNode();
                int size = dice.size(6);
                for (int i = 0; i < size; i++) {
                    map.set(
                            dice.oneIn(4) ? Hostile.text(dice) : dice.of("cpu", "memory", "a", "example.com/a", "app"),
                            single(field, depth));
                }
                yield map;
            }
        };
    }

    private JsonNode single(Schema.Field field, int depth) {
        return switch (field.kind()) {
            case STRING -> JSON.textNode(Hostile.text(dice));
            case INT32, INT64, DOUBLE -> Mutations.number(dice.oneIn(2) ? "" + dice.below(100) : Hostile.number(dice));
            case BOOLEAN -> JSON.booleanNode(dice.oneIn(2));
            case BYTES -> JSON.textNode(dice.of("", "e30=", "AAECAw==", "e30", "*", Hostile.text(dice)));
            case TIME, MICRO_TIME ->
                JSON.textNode(dice.of("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000001Z", Hostile.text(dice)));
            case QUANTITY -> dice.oneIn(4) ? Mutations.number(Hostile.number(dice)) : JSON.textNode(quantity());
            case INT_OR_STRING ->
                dice.oneIn(2)
                        ? Mutations.number("" + dice.below(70_000))
                        : JSON.textNode(dice.of("50%", Hostile.text(dice)));
            case DURATION -> JSON.textNode(dice.of("1s", "1h30m", Hostile.text(dice)));
            case STRINGS -> JSON.arrayNode().add(Hostile.text(dice));
            case OBJECT ->
                field.type().<JsonNode>map(type -> object(type, depth - 1)).orElseGet(JSON::objectNode);
            case ANY -> Mutations.value(dice, 3);
        };
    }

    private String quantity() {
        return dice.of("1", "100m", "1Gi", "0", "1e3", "1.5", "10M", Hostile.text(dice), Hostile.number(dice));
    }
}
