package dev.caravel.apiserver.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a type: its fields as they stand in JSON, their protobuf numbers, and how lists merge.
 *
 * <p>Built at build time for built-in types and at run time from a CRD's structural schema; consumers (patching,
 * defaulting, pruning, OpenAPI, field validation) cannot tell which. Immutable and thread-safe. Recursive types are
 * allowed: resolve {@link Field#type()} lazily.
 */
public interface Schema {
    /** The protobuf message, for example {@code k8s.io.api.core.v1.PodSpec}; a made-up name for CRDs. */
    String name();

    String description();

    /** {@code +structType=atomic}: objects of this type are owned and replaced whole. */
    default boolean atomic() {
        return false;
    }

    /** Whether objects may have fields that are not among {@link #fields()}, which are then kept as they are. */
    default boolean preservesUnknownFields() {
        return false;
    }

    /** By JSON name, in declaration order. Inlined protobuf messages are flattened into their parent. */
    Map<String, Field> fields();

    default Optional<Field> field(String jsonName) {
        return Optional.ofNullable(fields().get(jsonName));
    }

    /** How a value looks in JSON. */
    enum Kind {
        STRING,
        INT32,
        INT64,
        DOUBLE,
        BOOLEAN,
        /** base64 in JSON */
        BYTES,
        /** RFC 3339, seconds */
        TIME,
        /** RFC 3339, microseconds */
        MICRO_TIME,
        QUANTITY,
        INT_OR_STRING,
        DURATION,
        /** A list of strings that stands for one value: ExtraValue, Verbs */
        STRINGS,
        /** An object with a {@link Field#type()} */
        OBJECT,
        /** Any JSON: RawExtension, FieldsV1, JSONSchemaProps' default */
        ANY
    }

    /** Whether a field holds one value, a list, or a map with string keys. */
    enum Cardinality {
        SINGLE,
        LIST,
        MAP
    }

    /** {@code +listType} of the API conventions. */
    enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    /** One field of a type. */
    interface Field {
        String jsonName();

        /** The protobuf field number; for a flattened field, see {@link #protobufPath()}. */
        int number();

        /** Field numbers from the enclosing message down; longer than one for flattened (inlined) messages. */
        List<Integer> protobufPath();

        Kind kind();

        Cardinality cardinality();

        /** Present for {@link Kind#OBJECT}. */
        Optional<Schema> type();

        /** The message's name also when its JSON is no object ({@code …resource.Quantity}); empty for plain values. */
        default String typeName() {
            return type().map(Schema::name).orElse("");
        }

        /** {@code +mapType=atomic} or {@code +structType=atomic} on the field itself. */
        default boolean atomic() {
            return false;
        }

        /** The {@code +default} marker, as JSON. */
        default Optional<String> defaultJson() {
            return Optional.empty();
        }

        /** The only values that the field, or each of its elements, may have; empty when there are no such. */
        default List<String> values() {
            return List.of();
        }

        /** True unless marked {@code +optional}. */
        boolean required();

        /** Atomic when the type says nothing. */
        ListType listType();

        /** Empty when the type says nothing, which OpenAPI tells from atomic. */
        default Optional<ListType> declaredListType() {
            return Optional.of(listType());
        }

        List<String> listMapKeys();

        /** {@code merge}, {@code replace}, {@code retainKeys} or {@code merge,retainKeys}; empty when not said. */
        Optional<String> patchStrategy();

        Optional<String> patchMergeKey();

        String description();
    }
}
