package dev.caravel.apiserver.extension.schema.definition;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.ValidationRules;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schema of a version, or of all, must be like. Immutable and thread-safe. */
final class SchemaRules {
    /** By JSON name, what may stand at the root when {@code status} is checked on its own. */
    private static final Map<String, String> AT_ROOT_WITH_STATUS = atRootWithStatus();

    private final DefaultRules defaults;
    private final ValidationRules.Compiler rules;

    SchemaRules(Schema objectMeta, ValidationRules.Compiler rules) {
        this.defaults = new DefaultRules(objectMeta, rules);
        this.rules = requireNonNull(rules, "rules is null");
    }

    private static Map<String, String> atRootWithStatus() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : List.of(
                "description",
                "type",
                "format",
                "title",
                "maximum",
                "exclusiveMaximum",
                "minimum",
                "exclusiveMinimum",
                "maxLength",
                "minLength",
                "pattern",
                "maxItems",
                "minItems",
                "uniqueItems",
                "multipleOf",
                "required",
                "items",
                "properties",
                "externalDocs",
                "example")) {
            names.put(name, Character.toUpperCase(name.charAt(0)) + name.substring(1));
        }
        names.put("x-kubernetes-preserve-unknown-fields", "XPreserveUnknownFields");
        names.put("x-kubernetes-validations", "XValidations");
        return names;
    }

    /**
     * @param json the {@code openAPIV3Schema}
     * @param status whether there is the subresource {@code status}
     */
    List<FieldError> check(JsonNode json, String path, boolean status, Optional<ObjectNode> old) {
        StructuralSchema schema = StructuralSchema.parse(json);
        Requirements requirements = new Requirements();
        if (status) {
            rootWithStatus(schema, path, requirements);
        }
        if (schema.nullable()) {
            requirements.forbidden(path + ".nullable", "nullable cannot be true at the root");
        }
        Optional<String> unreadable = unreadable(schema);
        if (unreadable.isEmpty()) {
            List<FieldError> structural = StructuralRules.check(schema, path);
            requirements.addAll(structural.isEmpty() ? defaults.check(schema, path) : structural);
        }
        requirements.addAll(KeywordRules.check(schema, path));
        if (requirements.met() && unreadable.isPresent()) {
            requirements.invalid(path, "", unreadable.get());
        }
        if (requirements.met() && schema.hasRules()) {
            requirements.addAll(rules.faults(path, schema, old));
        }
        return new ArrayList<>(requirements.errors());
    }

    private static void rootWithStatus(StructuralSchema schema, String path, Requirements requirements) {
        if (!schema.type().isEmpty() && !schema.type().equals("object")) {
            requirements.invalid(
                    path + ".type",
                    schema.type(),
                    "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled");
            return;
        }
        boolean others = schema.source().properties().stream()
                .anyMatch(each -> !AT_ROOT_WITH_STATUS.containsKey(each.getKey())
                        && StructuralRules.isSomething(each.getValue()));
        if (others) {
            requirements.add(FieldError.invalid(
                    path,
                    GoText.of(schema.source()),
                    "only [%s] fields are allowed at the root of the schema if the status subresource is enabled"
                            .formatted(String.join(" ", AT_ROOT_WITH_STATUS.values()))));
        }
    }

    /** Keywords of which nothing structural can be made. */
    private static Optional<String> unreadable(StructuralSchema schema) {
        for (Map.Entry<String, String> keyword : Map.of(
                        "id",
                        "id",
                        "$schema",
                        "schema",
                        "$ref",
                        "$ref",
                        "patternProperties",
                        "patternProperties",
                        "dependencies",
                        "dependencies",
                        "additionalItems",
                        "additionalItems",
                        "definitions",
                        "definitions")
                .entrySet()) {
            if (schema.anyMatch(each -> isSaid(each.source().path(keyword.getKey())))) {
                return Optional.of("OpenAPIV3Schema '%s' is not supported".formatted(keyword.getValue()));
            }
        }
        if (schema.anyMatch(each -> each.source().path("items").isArray())) {
            return Optional.of("OpenAPIV3Schema 'items' must be a schema, but is an array");
        }
        return schema.anyMatch(each -> each.extensions().preserveUnknownFields().equals(Optional.of(false)))
                ? Optional.of("internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined")
                : Optional.empty();
    }

    private static boolean isSaid(JsonNode value) {
        return value.isObject() ? !value.isEmpty() : StructuralRules.isSomething(value);
    }
}
