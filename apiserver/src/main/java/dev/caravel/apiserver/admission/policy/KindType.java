package dev.caravel.apiserver.admission.policy;

import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.FieldNames;
import dev.caravel.apiserver.cel.validation.SchemaTypes;
import dev.caravel.apiserver.extension.schema.CustomResourceSchema;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a kind's objects before there is one. Quantities are no part of it, as upstream has it: they are strings
 * or numbers, and no CEL type is both.
 */
final class KindType {
    private KindType() {}

    static CelType of(Resource resource) {
        Schema schema = resource.schema();
        return new ObjectOf(schema.name(), 2, () -> {
            Map<String, Field> fields = new LinkedHashMap<>(
                    schema instanceof CustomResourceSchema custom ? customFields(custom) : fields(schema));
            schema.field("metadata")
                    .flatMap(Schema.Field::type)
                    .ifPresent(type -> fields.put("metadata", new Field("metadata", object(type))));
            fields.put("apiVersion", new Field("apiVersion", CelType.STRING));
            fields.put("kind", new Field("kind", CelType.STRING));
            return fields;
        });
    }

    private static Map<String, Field> customFields(CustomResourceSchema schema) {
        return SchemaTypes.of(schema.name(), schema.structural(), true)
                .filter(ObjectOf.class::isInstance)
                .map(type -> ((ObjectOf) type).fields())
                .orElse(Map.of());
    }

    private static Map<String, Field> fields(Schema schema) {
        Map<String, Field> fields = new LinkedHashMap<>();
        schema.fields().forEach((name, field) -> {
            Optional<String> escaped = FieldNames.escape(name);
            if (escaped.isPresent()) {
                of(field).ifPresent(type -> fields.put(escaped.get(), new Field(name, type)));
            }
        });
        return fields;
    }

    private static CelType object(Schema schema) {
        return new ObjectOf(schema.name(), 2, () -> fields(schema));
    }

    private static Optional<CelType> of(Schema.Field field) {
        return single(field)
                .map(type -> field.cardinality() == Cardinality.LIST
                        ? new ListOf(type)
                        : field.cardinality() == Cardinality.MAP ? new MapOf(type) : type);
    }

    private static Optional<CelType> single(Schema.Field field) {
        return switch (field.kind()) {
            case STRING, DURATION -> Optional.of(CelType.STRING);
            case INT32, INT64 -> Optional.of(CelType.INT);
            case DOUBLE -> Optional.of(CelType.DOUBLE);
            case BOOLEAN -> Optional.of(CelType.BOOL);
            case BYTES -> Optional.of(CelType.BYTES);
            case TIME, MICRO_TIME -> Optional.of(CelType.TIMESTAMP);
            case INT_OR_STRING -> Optional.of(CelType.DYN);
            case STRINGS -> Optional.of(new ListOf(CelType.STRING));
            case OBJECT -> field.type().map(KindType::object);
            case ANY ->
                isObject(field.typeName()) ? Optional.of(ObjectOf.of(field.typeName(), Map.of())) : Optional.empty();
            case QUANTITY -> Optional.empty();
        };
    }

    /** Other messages of which nothing is known can be values of any kind. */
    private static boolean isObject(String message) {
        return message.endsWith(".FieldsV1") || message.endsWith(".RawExtension");
    }
}
