package dev.caravel.apiserver.cel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an expression knows of a value before it is evaluated: its type, and how large it can get, from which the cost of
 * expressions is estimated. Immutable.
 */
public sealed interface CelType {
    /** The largest request: what has no bound of its own cannot be larger. */
    long MAX_REQUEST_SIZE = 3L * 1024 * 1024;

    Scalar DYN = new Scalar(Kind.DYN, MAX_REQUEST_SIZE);
    Scalar BOOL = new Scalar(Kind.BOOL, 1);
    Scalar INT = new Scalar(Kind.INT, 1);
    Scalar UINT = new Scalar(Kind.UINT, 1);
    Scalar DOUBLE = new Scalar(Kind.DOUBLE, 1);
    Scalar NULL = new Scalar(Kind.NULL, 1);
    Scalar STRING = new Scalar(Kind.STRING, MAX_REQUEST_SIZE - 2);
    Scalar BYTES = new Scalar(Kind.BYTES, MAX_REQUEST_SIZE - 2);
    Scalar TIMESTAMP = new Scalar(Kind.TIMESTAMP, 34);
    Scalar DURATION = new Scalar(Kind.DURATION, 32);

    enum Kind {
        DYN,
        BOOL,
        INT,
        UINT,
        DOUBLE,
        NULL,
        STRING,
        BYTES,
        TIMESTAMP,
        DURATION
    }

    /** As messages name it. */
    String name();

    /** How many bytes, characters, elements or entries there can be. */
    long maxSize();

    /** The fewest bytes that such a value takes in JSON: bounds how many of them fit into a request. */
    default long minSerializedSize() {
        return 1;
    }

    record Scalar(Kind kind, long maxSize, long minSerializedSize) implements CelType {
        public Scalar(Kind kind, long maxSize) {
            this(
                    kind,
                    maxSize,
                    switch (kind) {
                        case STRING, BYTES, DURATION -> 2;
                        case BOOL, NULL -> 4;
                        case TIMESTAMP -> 21;
                        case DYN, INT, UINT, DOUBLE -> 1;
                    });
        }

        @Override
        public String name() {
            return switch (kind) {
                case NULL -> "null_type";
                case TIMESTAMP -> "timestamp";
                case DURATION -> "duration";
                default -> kind.name().toLowerCase(java.util.Locale.ROOT);
            };
        }
    }

    /** How two lists compare and add up: {@code x-kubernetes-list-type}. */
    enum ListKind {
        ATOMIC,
        SET,
        MAP
    }

    record ListOf(CelType element, long maxSize, ListKind kind, List<String> keys) implements CelType {
        public ListOf(CelType element) {
            this(element, (MAX_REQUEST_SIZE - 2) / (element.minSerializedSize() + 1), ListKind.ATOMIC, List.of());
        }

        @Override
        public String name() {
            return "list(" + element.name() + ")";
        }

        @Override
        public long minSerializedSize() {
            return 2;
        }
    }

    /** Keys are strings. */
    record MapOf(CelType value, long maxSize) implements CelType {
        public MapOf(CelType value) {
            this(value, (MAX_REQUEST_SIZE - 2) / (value.minSerializedSize() + 6));
        }

        @Override
        public String name() {
            return "map(string, " + value.name() + ")";
        }

        @Override
        public long minSerializedSize() {
            return 2;
        }
    }

    record OptionalOf(CelType value) implements CelType {
        @Override
        public String name() {
            return "optional_type(" + value.name() + ")";
        }

        @Override
        public long maxSize() {
            return value.maxSize();
        }
    }

    /** A value with functions only, such as an authorizer. */
    record Opaque(String name) implements CelType {
        @Override
        public long maxSize() {
            return 1;
        }
    }

    /**
     * @param jsonName as it stands in the object; {@link FieldNames} makes the name in expressions of it
     */
    record Field(String jsonName, CelType type) {}

    /**
     * An object with known fields. Types may contain themselves, hence fields are asked for when they are needed; two types
     * of one name are taken for the same.
     */
    final class ObjectOf implements CelType {
        private final String name;
        private final Supplier<Map<String, Field>> source;
        private final long minSerializedSize;
        private volatile Map<String, Field> fields;

        /** @param fields by their name in expressions */
        public ObjectOf(String name, long minSerializedSize, Supplier<Map<String, Field>> fields) {
            this.name = requireNonNull(name, "name is null");
            this.source = requireNonNull(fields, "fields is null");
            this.minSerializedSize = minSerializedSize;
        }

        public static ObjectOf of(String name, Map<String, Field> fields) {
            return new ObjectOf(name, 2, () -> fields);
        }

        @Override
        public String name() {
            return name;
        }

        public Map<String, Field> fields() {
            if (fields == null) {
                fields = Map.copyOf(source.get());
            }
            return fields;
        }

        public Optional<Field> field(String escapedName) {
            return Optional.ofNullable(fields().get(escapedName));
        }

        @Override
        public long maxSize() {
            return MAX_REQUEST_SIZE;
        }

        @Override
        public long minSerializedSize() {
            return minSerializedSize;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
