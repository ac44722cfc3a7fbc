package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema.Additional;
import dev.caravel.apiserver.extension.schema.StructuralSchema.Extensions;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads schemas from JSON. What has the wrong type counts as absent: the CRD's own schema has refused it before. */
final class SchemaReader {
    private SchemaReader() {}

    static StructuralSchema read(JsonNode json) {
        Map<String, StructuralSchema> properties = new LinkedHashMap<>();
        json.path("properties").properties().forEach(each -> properties.put(each.getKey(), read(each.getValue())));
        return new StructuralSchema(
                json.path("type").asText(""),
                json.path("nullable").asBoolean(),
                json.path("title").asText(""),
                json.path("description").asText(""),
                Optional.ofNullable(json.get("default")).filter(value -> !value.isNull()),
                properties,
                schema(json.path("items")),
                additional(json.path("additionalProperties")),
                extensions(json),
                values(json),
                json instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
    }

    private static Optional<StructuralSchema> schema(JsonNode json) {
        return json.isObject() ? Optional.of(read(json)) : Optional.empty();
    }

    private static Additional additional(JsonNode json) {
        if (json.isBoolean()) {
            return new Additional.Allowed(json.asBoolean());
        }
        return json.isObject() ? new Additional.Of(read(json)) : new Additional.Unsaid();
    }

    private static Extensions extensions(JsonNode json) {
        JsonNode preserve = json.path("x-kubernetes-preserve-unknown-fields");
        return new Extensions(
                preserve.isBoolean() ? Optional.of(preserve.asBoolean()) : Optional.empty(),
                json.path("x-kubernetes-embedded-resource").asBoolean(),
                json.path("x-kubernetes-int-or-string").asBoolean(),
                text(json.path("x-kubernetes-list-type")),
                texts(json.path("x-kubernetes-list-map-keys")),
                text(json.path("x-kubernetes-map-type")),
                nodes(json.path("x-kubernetes-validations")));
    }

    private static ValueLimits values(JsonNode json) {
        return new ValueLimits(
                json.path("format").asText(""),
                decimal(json.path("maximum")),
                json.path("exclusiveMaximum").asBoolean(),
                decimal(json.path("minimum")),
                json.path("exclusiveMinimum").asBoolean(),
                decimal(json.path("multipleOf")),
                number(json.path("maxLength")),
                number(json.path("minLength")),
                json.path("pattern").asText(""),
                number(json.path("maxItems")),
                number(json.path("minItems")),
                json.path("uniqueItems").asBoolean(),
                number(json.path("maxProperties")),
                number(json.path("minProperties")),
                texts(json.path("required")),
                nodes(json.path("enum")),
                schemas(json.path("allOf")),
                schemas(json.path("anyOf")),
                schemas(json.path("oneOf")),
                schema(json.path("not")));
    }

    private static Optional<String> text(JsonNode json) {
        return json.isTextual() ? Optional.of(json.asText()) : Optional.empty();
    }

    private static Optional<Long> number(JsonNode json) {
        return json.isNumber() ? Optional.of(json.asLong()) : Optional.empty();
    }

    private static Optional<BigDecimal> decimal(JsonNode json) {
        return json.isNumber() ? Optional.of(json.decimalValue()) : Optional.empty();
    }

    private static List<String> texts(JsonNode json) {
        return nodes(json).stream().map(JsonNode::asText).toList();
    }

    private static List<StructuralSchema> schemas(JsonNode json) {
        return nodes(json).stream().map(SchemaReader::read).toList();
    }

    private static List<JsonNode> nodes(JsonNode json) {
        List<JsonNode> nodes = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(nodes::add);
        }
        return List.copyOf(nodes);
    }
}
