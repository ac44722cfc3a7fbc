package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.StructuralSchema.Extensions;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import dev.caravel.apiserver.extension.schema.value.Patterns;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes a schema structural: types are told where values are, not within {@code allOf} and the like, so that it is
 * known of any value which fields it may have.
 */
final class StructuralRules {
    private static final List<JsonNode> INT_OR_STRING = List.of(type("integer"), type("string"));
    private static final Set<String> NAMES = Set.of("name", "generateName");

    /** Where a schema is, which decides what is said of a missing type. */
    private enum Level {
        ROOT("must not be empty at the root"),
        ITEM("must not be empty for specified array items"),
        FIELD("must not be empty for specified object fields");

        private final String typeMissing;

        Level(String typeMissing) {
            this.typeMissing = typeMissing;
        }
    }

    private final Requirements requirements = new Requirements();

    private StructuralRules() {}

    /** In alphabetical order. */
    static List<FieldError> check(StructuralSchema schema, String path) {
        StructuralRules rules = new StructuralRules();
        rules.schema(schema, Level.ROOT, path);
        rules.requirements.addAll(Completeness.check(schema, path));
        return rules.requirements.errors().stream()
                .sorted(Comparator.comparing(FieldError::toString))
                .toList();
    }

    private static JsonNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }

    private void schema(StructuralSchema schema, Level level, String path) {
        if (schema.type().equals("array") && schema.items().isEmpty()) {
            requirements.required(path + ".items", "must be specified");
        }
        schema.items().ifPresent(items -> schema(items, Level.ITEM, path + ".items"));
        schema.properties()
                .forEach((name, property) -> schema(property, Level.FIELD, FieldPath.key(path + ".properties", name)));
        if (schema.additional().said()) {
            if (level == Level.ROOT) {
                requirements.forbidden(path + ".additionalProperties", "must not be used at the root");
            }
            schema.additional()
                    .schema()
                    .ifPresent(values -> schema(values, Level.FIELD, path + ".additionalProperties"));
        }
        intOrString(schema.extensions(), path);
        ValueLimits values = schema.values();
        limits(
                values,
                path,
                new Exceptions(
                        isIntOrString(values.anyOf()),
                        !values.allOf().isEmpty()
                                && isIntOrString(
                                        values.allOf().getFirst().values().anyOf())));
        type(schema, level, path);
        objectFields(schema, level, path);
    }

    /** Where types may be told within {@code anyOf}. */
    private record Exceptions(boolean anyOf, boolean firstAllOf) {
        static final Exceptions NONE = new Exceptions(false, false);
    }

    private static boolean isIntOrString(List<StructuralSchema> anyOf) {
        return anyOf.stream().map(StructuralSchema::source).toList().equals(INT_OR_STRING);
    }

    private void intOrString(Extensions extensions, String path) {
        if (extensions.intOrString() && extensions.preserveUnknownFields().orElse(false)) {
            requirements.add(FieldError.invalid(
                    path + ".x-kubernetes-preserve-unknown-fields",
                    "true",
                    "must be false if x-kubernetes-int-or-string is true"));
        }
        if (extensions.intOrString() && extensions.embeddedResource()) {
            requirements.add(FieldError.invalid(
                    path + ".x-kubernetes-embedded-resource",
                    "true",
                    "must be false if x-kubernetes-int-or-string is true"));
        }
    }

    private void type(StructuralSchema schema, Level level, String path) {
        String type = schema.type();
        if (schema.embeddedResource() && !type.equals("object")) {
            String detail = "must be object if x-kubernetes-embedded-resource is true";
            if (type.isEmpty()) {
                requirements.required(path + ".type", detail);
            } else {
                requirements.invalid(path + ".type", type, detail);
            }
        } else if (type.isEmpty() && !schema.intOrString() && !schema.preservesUnknownFields()) {
            requirements.required(path + ".type", level.typeMissing);
        }
        if (schema.embeddedResource() && schema.additional().said()) {
            requirements.forbidden(
                    path + ".additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
            requirements.invalid(path + ".type", type, "must be object at the root");
        }
    }

    private void objectFields(StructuralSchema schema, Level level, String path) {
        boolean whole = level == Level.ROOT || schema.embeddedResource();
        for (String field : List.of("kind", "apiVersion")) {
            StructuralSchema property = schema.properties().get(field);
            if (whole && property != null && !property.type().equals("string")) {
                requirements.invalid(
                        FieldPath.key(path + ".properties", field) + ".type", property.type(), "must be string");
            }
        }
        StructuralSchema metadata = schema.properties().get("metadata");
        if (whole && metadata != null) {
            String at = FieldPath.key(path + ".properties", "metadata");
            if (!metadata.type().equals("object")) {
                requirements.invalid(at + ".type", metadata.type(), "must be object");
            }
            if (level == Level.ROOT && saysMoreThanNames(metadata)) {
                requirements.forbidden(
                        at,
                        "must not specify anything other than name and generateName, but metadata is implicitly specified");
            }
        }
        if (schema.embeddedResource()
                && !schema.preservesUnknownFields()
                && schema.properties().isEmpty()) {
            requirements.required(
                    path + ".properties",
                    "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        }
    }

    private static boolean saysMoreThanNames(StructuralSchema metadata) {
        ObjectNode said = metadata.source().deepCopy();
        said.remove(List.of("type", "default"));
        if (NAMES.containsAll(metadata.properties().keySet())) {
            said.remove("properties");
        }
        return said.valueStream().anyMatch(StructuralRules::isSomething);
    }

    static boolean isSomething(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> value.asBoolean();
            case STRING -> !value.asText().isEmpty();
            case ARRAY -> !value.isEmpty();
            case NULL, MISSING -> false;
            default -> true;
        };
    }

    private void limits(ValueLimits limits, String path, Exceptions exceptions) {
        if (!exceptions.anyOf()) {
            nestedList(limits.anyOf(), path + ".anyOf", false);
        }
        for (int i = 0; i < limits.allOf().size(); i++) {
            Exceptions within = new Exceptions(exceptions.firstAllOf() && i == 0, false);
            nested(limits.allOf().get(i), path + ".allOf[" + i + "]", within);
        }
        nestedList(limits.oneOf(), path + ".oneOf", false);
        limits.not().ifPresent(not -> nested(not, path + ".not", Exceptions.NONE));
        if (!limits.pattern().isEmpty()) {
            Patterns.fault(limits.pattern())
                    .ifPresent(fault -> requirements.invalid(
                            path + ".pattern",
                            limits.pattern(),
                            "must be a valid regular expression, but isn't: " + fault));
        }
    }

    private void nestedList(List<StructuralSchema> schemas, String path, boolean anyOf) {
        for (int i = 0; i < schemas.size(); i++) {
            nested(schemas.get(i), path + "[" + i + "]", new Exceptions(anyOf, false));
        }
    }

    private void nested(StructuralSchema schema, String path, Exceptions exceptions) {
        limits(schema.values(), path, exceptions);
        schema.items().ifPresent(items -> nested(items, path + ".items", Exceptions.NONE));
        for (Map.Entry<String, StructuralSchema> property : schema.properties().entrySet()) {
            nested(property.getValue(), FieldPath.key(path + ".properties", property.getKey()), Exceptions.NONE);
        }
        Extensions extensions = schema.extensions();
        forbid(!schema.type().isEmpty(), path + ".type", "empty");
        forbid(
                !schema.additional().equals(new StructuralSchema.Additional.Allowed(false))
                        && schema.additional().said(),
                path + ".additionalProperties",
                "undefined");
        forbid(schema.defaultValue().isPresent(), path + ".default", "undefined");
        forbid(!schema.title().isEmpty(), path + ".title", "empty");
        forbid(!schema.description().isEmpty(), path + ".description", "empty");
        forbid(schema.nullable(), path + ".nullable", "false");
        forbid(schema.preservesUnknownFields(), path + ".x-kubernetes-preserve-unknown-fields", "false");
        forbid(extensions.embeddedResource(), path + ".x-kubernetes-embedded-resource", "false");
        forbid(extensions.intOrString(), path + ".x-kubernetes-int-or-string", "false");
        forbid(!extensions.listMapKeys().isEmpty(), path + ".x-kubernetes-list-map-keys", "empty");
        forbid(extensions.listType().isPresent(), path + ".x-kubernetes-list-type", "undefined");
        forbid(extensions.mapType().isPresent(), path + ".x-kubernetes-map-type", "undefined");
        forbid(!extensions.validations().isEmpty(), path + ".x-kubernetes-validations", "empty");
        if (schema.properties().containsKey("metadata")) {
            requirements.forbidden(
                    FieldPath.key(path + ".properties", "metadata"), "must not be specified in a nested context");
        }
    }

    private void forbid(boolean said, String path, String wanted) {
        if (said) {
            requirements.forbidden(path, "must be %s to be structural".formatted(wanted));
        }
    }
}
