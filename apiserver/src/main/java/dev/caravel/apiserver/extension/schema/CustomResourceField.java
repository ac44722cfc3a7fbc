package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import dev.caravel.apiserver.resource.Schema.ListType;
import java.util.List;
import java.util.Optional;

/**
 * A property of a CRD's object. Lists of lists, lists of maps and the like have elements of any kind: what a type of
 * fields cannot say of them, {@link CustomResourceSchema#structural()} does.
 */
record CustomResourceField(
        String jsonName,
        Kind kind,
        Cardinality cardinality,
        Optional<Schema> type,
        boolean atomic,
        Optional<String> defaultJson,
        boolean required,
        Optional<ListType> declaredListType,
        List<String> listMapKeys,
        String description)
        implements Field {

    static CustomResourceField text(String name) {
        return single(name, Kind.STRING, Optional.empty());
    }

    static CustomResourceField object(String name, Schema type) {
        return single(name, Kind.OBJECT, Optional.of(type));
    }

    private static CustomResourceField single(String name, Kind kind, Optional<Schema> type) {
        return new CustomResourceField(
                name, kind, Cardinality.SINGLE, type, false, Optional.empty(), false, Optional.empty(), List.of(), "");
    }

    static CustomResourceField of(
            String name, StructuralSchema schema, boolean required, String typeName, Schema objectMeta) {
        Cardinality cardinality = cardinality(schema);
        Optional<StructuralSchema> element =
                switch (cardinality) {
                    case SINGLE -> Optional.of(schema);
                    case LIST -> schema.items();
                    case MAP -> schema.additional().schema();
                };
        Kind kind = element.map(of -> cardinality != Cardinality.SINGLE && cardinality(of) != Cardinality.SINGLE
                        ? Kind.ANY
                        : kind(of))
                .orElse(Kind.ANY);
        Optional<Schema> type = kind == Kind.OBJECT
                ? element.map(of -> CustomResourceSchema.nested(typeName, of, objectMeta))
                : Optional.empty();
        return new CustomResourceField(
                name,
                kind,
                cardinality,
                type,
                schema.extensions().mapType().filter("atomic"::equals).isPresent(),
                schema.defaultValue().map(JsonNode::toString),
                required,
                schema.extensions().listType().flatMap(CustomResourceField::listType),
                schema.extensions().listMapKeys(),
                schema.description());
    }

    private static Cardinality cardinality(StructuralSchema schema) {
        return switch (schema.type()) {
            case "array" -> Cardinality.LIST;
            case "object" ->
                schema.additional().said() && schema.properties().isEmpty() ? Cardinality.MAP : Cardinality.SINGLE;
            default -> Cardinality.SINGLE;
        };
    }

    private static Kind kind(StructuralSchema schema) {
        if (schema.intOrString()) {
            return Kind.INT_OR_STRING;
        }
        return switch (schema.type()) {
            case "object" ->
                schema.preservesUnknownFields() && schema.properties().isEmpty() && !schema.embeddedResource()
                        ? Kind.ANY
                        : Kind.OBJECT;
            case "string" -> Kind.STRING;
            case "integer" -> Kind.INT64;
            case "number" -> Kind.DOUBLE;
            case "boolean" -> Kind.BOOLEAN;
            default -> Kind.ANY;
        };
    }

    private static Optional<ListType> listType(String extension) {
        return switch (extension) {
            case "atomic" -> Optional.of(ListType.ATOMIC);
            case "set" -> Optional.of(ListType.SET);
            case "map" -> Optional.of(ListType.MAP);
            default -> Optional.empty();
        };
    }

    /** Custom resources have no protobuf form. */
    @Override
    public int number() {
        return 0;
    }

    @Override
    public List<Integer> protobufPath() {
        return List.of();
    }

    @Override
    public ListType listType() {
        return declaredListType.orElse(ListType.ATOMIC);
    }

    @Override
    public Optional<String> patchStrategy() {
        return Optional.empty();
    }

    @Override
    public Optional<String> patchMergeKey() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return jsonName;
    }
}
