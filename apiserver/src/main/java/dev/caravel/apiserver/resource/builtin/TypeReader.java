package dev.caravel.apiserver.resource.builtin;

import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.Schema.Cardinality;
import dev.caravel.apiserver.resource.Schema.Field;
import dev.caravel.apiserver.resource.Schema.Kind;
import dev.caravel.apiserver.resource.Schema.ListType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads one type from its position in the schema file. Types that it refers to are read when they are asked for. */
final class TypeReader {
    private final SchemaFile file;
    private int position;

    TypeReader(SchemaFile file, int position) {
        this.file = file;
        this.position = position;
    }

    Schema read(String name) {
        var description = number();
        var atomic = number() == 1;
        var count = number();
        var fields = new LinkedHashMap<String, Field>(count * 2);
        for (var i = 0; i < count; i++) {
            var field = field();
            fields.put(field.jsonName(), field);
        }
        return new Type(name, file, description, atomic, Collections.unmodifiableMap(fields));
    }

    private Field field() {
        var jsonName = string();
        var path = new ArrayList<Integer>();
        for (var left = number(); left > 0; left--) {
            path.add(number());
        }
        var kind = Kind.valueOf(string());
        var cardinality = Cardinality.valueOf(string());
        var typeName = string();
        var flags = number();
        var listType = listType(string());
        var listMapKeys = strings();
        return new TypeField(
                jsonName,
                List.copyOf(path),
                kind,
                cardinality,
                typeName,
                (flags & 1) != 0,
                (flags & 2) != 0,
                listType,
                listMapKeys,
                nonEmpty(string()),
                nonEmpty(string()),
                nonEmpty(string()),
                number(),
                strings(),
                file);
    }

    private List<String> strings() {
        var strings = new ArrayList<String>();
        for (var left = number(); left > 0; left--) {
            strings.add(string());
        }
        return List.copyOf(strings);
    }

    /** A list of which nothing is said is atomic by the API conventions. */
    private static Optional<ListType> listType(String marker) {
        return switch (marker) {
            case "" -> Optional.empty();
            case "set" -> Optional.of(ListType.SET);
            case "map" -> Optional.of(ListType.MAP);
            case "atomic" -> Optional.of(ListType.ATOMIC);
            default -> throw new IllegalArgumentException("unknown list type " + marker);
        };
    }

    private static Optional<String> nonEmpty(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private String string() {
        return file.string(number());
    }

    private int number() {
        var value = 0;
        for (var shift = 0; ; shift += 7) {
            var next = file.at(position++);
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private record Type(
            String name, SchemaFile file, int descriptionNumber, boolean atomic, java.util.Map<String, Field> fields)
            implements Schema {
        @Override
        public String description() {
            return file.string(descriptionNumber);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record TypeField(
            String jsonName,
            List<Integer> protobufPath,
            Kind kind,
            Cardinality cardinality,
            String typeName,
            boolean required,
            boolean atomic,
            Optional<ListType> declaredListType,
            List<String> listMapKeys,
            Optional<String> patchStrategy,
            Optional<String> patchMergeKey,
            Optional<String> defaultJson,
            int descriptionNumber,
            List<String> values,
            SchemaFile file)
            implements Field {
        @Override
        public int number() {
            return protobufPath.isEmpty() ? 0 : protobufPath.getLast();
        }

        @Override
        public ListType listType() {
            return declaredListType.orElse(ListType.ATOMIC);
        }

        @Override
        public Optional<Schema> type() {
            return kind == Kind.OBJECT ? file.find(typeName) : Optional.empty();
        }

        @Override
        public String description() {
            return file.string(descriptionNumber);
        }

        @Override
        public String toString() {
            return jsonName;
        }
    }
}
