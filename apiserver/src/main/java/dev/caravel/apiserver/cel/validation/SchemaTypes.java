package dev.caravel.apiserver.cel.validation;

import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.Kind;
import dev.caravel.apiserver.cel.CelType.ListKind;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CelType.Scalar;
import dev.caravel.apiserver.cel.FieldNames;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of the values that a CRD's schema describes, with the bounds that it sets to them. */
public final class SchemaTypes {
    private static final long MAX_TEXT = CelType.MAX_REQUEST_SIZE - 2;

    private static final ObjectOf METADATA = ObjectOf.of(
            "object.metadata",
            Map.of(
                    "name", new Field("name", CelType.STRING),
                    "generateName", new Field("generateName", CelType.STRING)));

    private SchemaTypes() {}

    /**
     * @param name of the type, by which two are told apart
     * @param root whether values are whole objects, of which {@code apiVersion}, {@code kind} and the name are always known
     * @return empty when the schema says nothing that could be checked
     */
    public static Optional<CelType> of(String name, StructuralSchema schema, boolean root) {
        if (schema.intOrString()) {
            return Optional.of(new Scalar(Kind.DYN, textLength(schema), 1));
        }
        return switch (schema.type()) {
            case "array" ->
                schema.items()
                        .flatMap(items -> of(name + ".@items", items, items.embeddedResource()))
                        .map(element -> list(schema, element));
            case "object" -> object(name, schema, root || schema.embeddedResource());
            case "string" -> Optional.of(text(schema));
            case "boolean" -> Optional.of(CelType.BOOL);
            case "number" -> Optional.of(CelType.DOUBLE);
            case "integer" -> Optional.of(CelType.INT);
            default -> Optional.empty();
        };
    }

    private static CelType list(StructuralSchema schema, CelType element) {
        ListOf unbounded = new ListOf(element);
        ListKind kind =
                schema.isListType("map") ? ListKind.MAP : schema.isListType("set") ? ListKind.SET : ListKind.ATOMIC;
        return new ListOf(
                element,
                schema.values().maxItems().map(most -> Math.max(0, most)).orElse(unbounded.maxSize()),
                kind,
                schema.extensions().listMapKeys());
    }

    private static Optional<CelType> object(String name, StructuralSchema schema, boolean root) {
        Optional<StructuralSchema> values = schema.additional().schema();
        if (values.isPresent() && !root) {
            return of(name + ".@values", values.get(), values.get().embeddedResource())
                    .map(value -> new MapOf(
                            value,
                            schema.values()
                                    .maxProperties()
                                    .map(most -> Math.max(0, most))
                                    .orElse(new MapOf(value).maxSize())));
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        long minimum = 2;
        for (Map.Entry<String, StructuralSchema> property : schema.properties().entrySet()) {
            StructuralSchema of = property.getValue();
            Optional<CelType> type = of(name + "." + property.getKey(), of, of.embeddedResource());
            if (type.isEmpty()) {
                continue;
            }
            FieldNames.escape(property.getKey())
                    .ifPresent(escaped -> fields.put(escaped, new Field(property.getKey(), type.get())));
            if (schema.values().required().contains(property.getKey())
                    && of.defaultValue().isEmpty()) {
                minimum += property.getKey().length() + type.get().minSerializedSize() + 4;
            }
        }
        if (root) {
            fields.put("apiVersion", new Field("apiVersion", CelType.STRING));
            fields.put("kind", new Field("kind", CelType.STRING));
            fields.put("metadata", new Field("metadata", METADATA));
        }
        return Optional.of(new ObjectOf(name, minimum, () -> fields));
    }

    private static CelType text(StructuralSchema schema) {
        return switch (schema.values().format()) {
            case "byte" ->
                new Scalar(
                        Kind.BYTES,
                        schema.values()
                                .maxLength()
                                .map(most -> Math.max(0, most))
                                .orElse(MAX_TEXT));
            case "duration" -> CelType.DURATION;
            case "date" -> new Scalar(Kind.TIMESTAMP, 12, 12);
            case "date-time" -> CelType.TIMESTAMP;
            default -> new Scalar(Kind.STRING, textLength(schema));
        };
    }

    /** In bytes: a letter takes up to four. */
    private static long textLength(StructuralSchema schema) {
        if (schema.values().maxLength().isPresent()) {
            return Math.max(0, schema.values().maxLength().get()) * 4;
        }
        return schema.values().enumeration().stream()
                .filter(value -> value.isTextual() && !schema.intOrString())
                .mapToLong(value -> value.textValue().length())
                .max()
                .orElse(MAX_TEXT);
    }
}
