package dev.caravel.apiserver.resource.defaulting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives absent fields their values: first an object, then what is in it. Quantities take their canonical form on the way.
 * Immutable and thread-safe.
 */
public final class Defaulting {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final String CORE = "k8s.io.api.core.v1.";

    private final Map<String, List<DefaultStep>> byType;

    private Defaulting(Map<String, List<DefaultStep>> byType) {
        this.byType = byType;
    }

    /** @param types the {@code types} section of the compiled definitions */
    public static Defaulting of(JsonNode types) {
        var byType = new HashMap<String, List<DefaultStep>>();
        for (var type : types.properties()) {
            var steps = new ArrayList<DefaultStep>();
            type.getValue().path("defaults").forEach(step -> steps.add(DefaultStep.of(step)));
            if (!steps.isEmpty()) {
                byType.put(type.getKey(), List.copyOf(steps));
            }
        }
        return new Defaulting(Map.copyOf(byType));
    }

    public void apply(ObjectNode object, Schema schema) {
        apply(object, NOTHING, schema);
    }

    /** @param old its members have their values, and are left alone where the object has them */
    public void apply(ObjectNode object, ObjectNode old, Schema schema) {
        for (var step : byType.getOrDefault(schema.name(), List.of())) {
            step.apply(object);
        }
        for (var entry : object.properties()) {
            var field = schema.fields().get(entry.getKey());
            if (field == null || entry.getValue() == old.get(entry.getKey())) {
                continue;
            }
            if (field.kind() == Kind.OBJECT) {
                descend(entry.getValue(), field);
            } else if (field.kind() == Kind.QUANTITY) {
                entry.setValue(canonical(entry.getValue(), field.cardinality()));
                if (schema.name().startsWith(CORE) && entry.getValue() instanceof ObjectNode amounts) {
                    amounts.properties().forEach(amount -> amount.setValue(roundedUp(amount.getValue())));
                }
            }
        }
    }

    private void descend(JsonNode value, Field field) {
        var type = field.type().orElseThrow();
        if (field.cardinality() == Cardinality.SINGLE) {
            if (value instanceof ObjectNode nested) {
                apply(nested, type);
            }
            return;
        }
        for (var element : value) {
            if (element instanceof ObjectNode nested) {
                apply(nested, type);
            }
        }
    }

    /** Lists of resources know no less than a thousandth. */
    private static JsonNode roundedUp(JsonNode value) {
        if (isShort(value)) {
            return value;
        }
        try {
            var quantity = Quantity.parse(value.asText());
            var finer = quantity.amount().stripTrailingZeros().scale() > 3;
            return finer
                    ? TextNode.valueOf(Quantity.ofMilli(quantity.toMilli(), quantity.format())
                            .toString())
                    : value;
        } catch (QuantityFormatException e) {
            return value;
        }
    }

    private static boolean isShort(JsonNode value) {
        return value.isTextual() && ShortQuantity.is(value.textValue());
    }

    /** What is no quantity stays for validation to refuse. */
    private static JsonNode canonical(JsonNode value, Cardinality cardinality) {
        if (cardinality == Cardinality.SINGLE) {
            if (isShort(value)) {
                return value;
            }
            try {
                return TextNode.valueOf(Quantity.parse(value.asText()).toString());
            } catch (QuantityFormatException e) {
                return value;
            }
        }
        if (value instanceof ObjectNode map) {
            map.properties().forEach(entry -> entry.setValue(canonical(entry.getValue(), Cardinality.SINGLE)));
        } else if (value instanceof ArrayNode list) {
            for (var i = 0; i < list.size(); i++) {
                list.set(i, canonical(list.get(i), Cardinality.SINGLE));
            }
        }
        return value;
    }
}
