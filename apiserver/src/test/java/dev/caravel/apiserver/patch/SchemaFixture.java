package dev.caravel.apiserver.patch;

import dev.caravel.apiserver.resource.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema made of just what patching asks for. */
record SchemaFixture(String name, Map<String, Field> fields) implements Schema {
    static SchemaFixture named(String name) {
        return new SchemaFixture(name, new LinkedHashMap<>());
    }

    SchemaFixture scalar(String field) {
        return with(field, Cardinality.SINGLE, null, null, null);
    }

    SchemaFixture map(String field) {
        return with(field, Cardinality.MAP, null, null, null);
    }

    SchemaFixture object(String field, Schema type) {
        return with(field, Cardinality.SINGLE, type, null, null);
    }

    SchemaFixture object(String field, Schema type, String strategy) {
        return with(field, Cardinality.SINGLE, type, strategy, null);
    }

    SchemaFixture atomicList(String field) {
        return with(field, Cardinality.LIST, null, null, null);
    }

    SchemaFixture set(String field) {
        return with(field, Cardinality.LIST, null, "merge", null);
    }

    SchemaFixture list(String field, Schema type, String strategy, String mergeKey) {
        return with(field, Cardinality.LIST, type, strategy, mergeKey);
    }

    private SchemaFixture with(String field, Cardinality cardinality, Schema type, String strategy, String key) {
        fields.put(
                field,
                new FieldFixture(
                        field,
                        cardinality,
                        Optional.ofNullable(type),
                        Optional.ofNullable(strategy),
                        Optional.ofNullable(key)));
        return this;
    }

    @Override
    public String description() {
        return "";
    }

    record FieldFixture(
            String jsonName,
            Cardinality cardinality,
            Optional<Schema> type,
            Optional<String> patchStrategy,
            Optional<String> patchMergeKey)
            implements Field {
        @Override
        public int number() {
            return 1;
        }

        @Override
        public List<Integer> protobufPath() {
            return List.of(1);
        }

        @Override
        public Kind kind() {
            return type.isPresent() ? Kind.OBJECT : Kind.STRING;
        }

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public ListType listType() {
            return ListType.ATOMIC;
        }

        @Override
        public List<String> listMapKeys() {
            return List.of();
        }

        @Override
        public String description() {
            return "";
        }
    }
}
