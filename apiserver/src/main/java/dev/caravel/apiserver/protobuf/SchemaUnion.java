package dev.caravel.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The values in a CustomResourceDefinition's schema that are a schema or something simpler: one message, many forms in JSON. */
enum SchemaUnion {
    /** A schema, or a list of them. */
    OR_LIST {
        @Override
        void readOther(WireReader wire, Function<WireReader, ? extends JsonNode> schemas, ArrayNode into) {
            into.add(schemas.apply(wire.message()));
        }
    },
    /** A schema, or a list of property names. */
    OR_NAMES {
        @Override
        void readOther(WireReader wire, Function<WireReader, ? extends JsonNode> schemas, ArrayNode into) {
            into.add(wire.string());
        }
    },
    /** A schema, or whether anything is allowed. */
    OR_BOOLEAN {
        @Override
        JsonNode read(WireReader wire, Function<WireReader, ? extends JsonNode> schemas) {
            JsonNode value = JsonNodeFactory.instance.booleanNode(false);
            while (wire.hasMore()) {
                int tag = wire.tag();
                switch (tag >>> 3) {
                    case 1 -> {
                        boolean allows = wire.varint() != 0;
                        value = value.isObject() ? value : JsonNodeFactory.instance.booleanNode(allows);
                    }
                    case 2 -> value = schemas.apply(wire.message());
                    default -> wire.skip(tag & 7);
                }
            }
            return value;
        }
    };

    static final String OWNER = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

    private static final Map<String, SchemaUnion> BY_FIELD = Map.of(
            "items", OR_LIST,
            "dependencies", OR_NAMES,
            "additionalItems", OR_BOOLEAN,
            "additionalProperties", OR_BOOLEAN);

    /** What a field holds, if it is one of these. */
    static Optional<SchemaUnion> of(String message, String field) {
        return message.equals(OWNER) ? Optional.ofNullable(BY_FIELD.get(field)) : Optional.empty();
    }

    /** @param schemas reads a schema within */
    JsonNode read(WireReader wire, Function<WireReader, ? extends JsonNode> schemas) {
        JsonNode schema = null;
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag >>> 3) {
                case 1 -> schema = schemas.apply(wire.message());
                case 2 -> readOther(wire, schemas, others);
                default -> wire.skip(tag & 7);
            }
        }
        return schema == null || !others.isEmpty() ? others : schema;
    }

    void readOther(WireReader wire, Function<WireReader, ? extends JsonNode> schemas, ArrayNode into) {
        throw new UnsupportedOperationException("it has no other form");
    }
}
