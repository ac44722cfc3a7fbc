package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.StructuralSchema.Additional;
import dev.caravel.apiserver.extension.schema.StructuralSchema.ValueLimits;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which keywords schemas may have, and where. */
final class KeywordRules {
    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final Requirements requirements = new Requirements();

    /**
     * What holds where a schema is.
     *
     * @param noDefaults why there may be no defaults
     * @param inMetadata whether it is within what all objects have
     */
    private record Place(Optional<String> noDefaults, boolean inMetadata) {
        Place withoutDefaults(String why) {
            return new Place(Optional.of(why), inMetadata);
        }

        Place insideMetadata() {
            return new Place(noDefaults, true);
        }
    }

    private KeywordRules() {}

    static List<FieldError> check(StructuralSchema schema, String path) {
        KeywordRules rules = new KeywordRules();
        rules.schema(schema, path, new Place(Optional.empty(), false), true);
        return rules.requirements.errors();
    }

    private void schema(StructuralSchema schema, String path, Place place, boolean root) {
        keywords(schema, path, place);
        if (schema.values().uniqueItems()) {
            requirements.forbidden(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        additional(schema, path, place);
        for (Map.Entry<String, StructuralSchema> property : schema.properties().entrySet()) {
            Place within = place;
            if ((root || schema.embeddedResource()) && OBJECT_FIELDS.contains(property.getKey())) {
                within = within.insideMetadata();
                if (root) {
                    within = within.withoutDefaults("in top-level " + property.getKey());
                }
            }
            schema(property.getValue(), FieldPath.key(path + ".properties", property.getKey()), within, false);
        }
        ValueLimits values = schema.values();
        values.not().ifPresent(not -> schema(not, path + ".not", place, false));
        all(values.allOf(), path + ".allOf", place);
        all(values.oneOf(), path + ".oneOf", place);
        all(values.anyOf(), path + ".anyOf", place);
        schema.items().ifPresent(items -> schema(items, path + ".items", place, false));
        if (schema.extensions().preserveUnknownFields().equals(Optional.of(false))) {
            requirements.add(FieldError.invalid(
                    path + ".x-kubernetes-preserve-unknown-fields", "false", "must be true or undefined"));
        }
        requirements.addAll(TopologyRules.check(schema, path));
        requirements.addAll(RuleRules.check(schema, path));
    }

    private void all(List<StructuralSchema> schemas, String path, Place place) {
        for (int i = 0; i < schemas.size(); i++) {
            schema(schemas.get(i), path + "[" + i + "]", place, false);
        }
    }

    private void additional(StructuralSchema schema, String path, Place place) {
        if (!schema.additional().said()) {
            return;
        }
        String at = path + ".additionalProperties";
        if (!schema.properties().isEmpty() && !schema.additional().equals(new Additional.Allowed(true))) {
            requirements.forbidden(at, "additionalProperties and properties are mutual exclusive");
        }
        Place within = place.inMetadata()
                ? place.withoutDefaults("inside additionalProperties applying to object metadata")
                : place;
        schema.additional().schema().ifPresent(values -> schema(values, at, within, false));
    }

    private void keywords(StructuralSchema schema, String path, Place place) {
        JsonNode source = schema.source();
        if (!schema.type().isEmpty() && !TYPES.contains(schema.type())) {
            requirements.notSupported(path + ".type", schema.type(), TYPES);
        }
        if (schema.defaultValue().isPresent() && place.noDefaults().isPresent()) {
            requirements.forbidden(
                    path + ".default", "must not be set " + place.noDefaults().get());
        }
        unsupported(!source.path("id").asText("").isEmpty(), path, "id");
        unsupported(source.hasNonNull("additionalItems"), path, "additionalItems");
        unsupported(!source.path("patternProperties").isEmpty(), path, "patternProperties");
        unsupported(!source.path("definitions").isEmpty(), path, "definitions");
        unsupported(source.hasNonNull("dependencies"), path, "dependencies");
        unsupported(source.hasNonNull("$ref"), path, "$ref");
        if (schema.type().equals("null")) {
            requirements.forbidden(path + ".type", "type cannot be set to null, use nullable as an alternative");
        }
        if (!source.path("items").isEmpty() && source.path("items").isArray()) {
            requirements.forbidden(path + ".items", "items must be a schema object and not an array");
        }
        if (place.inMetadata() && schema.embeddedResource()) {
            requirements.forbidden(
                    path + ".x-kubernetes-embedded-resource", "must not be used inside of resource meta");
        }
    }

    private void unsupported(boolean said, String path, String keyword) {
        if (said) {
            requirements.forbidden(path + "." + keyword, keyword + " is not supported");
        }
    }
}
