package dev.caravel.apiserver.extension.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Pruning and defaulting of any value by any schema over few names, so that they meet. */
class StructuralIdempotencePropertyTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Arbitrary<String> NAMES = Arbitraries.of("a", "b", "c", "metadata", "kind");

    /** A default has no null where none is allowed: the validation of CRDs sees to it. */
    private static final Arbitrary<JsonNode> SCALARS = Arbitraries.of(JSON.textNode("x"), JSON.numberNode(1));

    private static final Arbitrary<JsonNode> NULLABLE =
            Arbitraries.of(JSON.nullNode(), JSON.textNode("x"), JSON.numberNode(1));

    @Property
    @Label("Pruning a second time finds nothing")
    void pruningIsIdempotent(@ForAll("schemas") JsonNode schema, @ForAll("objects") JsonNode value) {
        StructuralSchema structural = StructuralSchema.parse(schema);
        StructuralPruning.prune(value, structural);
        JsonNode once = value.deepCopy();

        assertThat(StructuralPruning.prune(value, structural)).isEmpty();
        assertThat(value).isEqualTo(once);
    }

    @Property
    @Label("Defaulting a second time changes nothing")
    void defaultingIsIdempotent(@ForAll("schemas") JsonNode schema, @ForAll("objects") JsonNode value) {
        StructuralSchema structural = StructuralSchema.parse(schema);
        StructuralDefaulting.apply(value, structural);
        JsonNode once = value.deepCopy();

        StructuralDefaulting.apply(value, structural);

        assertThat(value).isEqualTo(once);
    }

    @Property
    @Label("Defaulting takes nothing away but nulls")
    void defaultingKeepsValues(@ForAll("schemas") JsonNode schema, @ForAll("objects") JsonNode value) {
        JsonNode before = value.deepCopy();

        StructuralDefaulting.apply(value, StructuralSchema.parse(schema));

        before.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                assertThat(value.get(field.getKey())).isEqualTo(field.getValue());
            }
        });
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        return maps(values(3, NULLABLE));
    }

    private static Arbitrary<JsonNode> values(int depth, Arbitrary<JsonNode> scalars) {
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<JsonNode> inner = Arbitraries.lazy(() -> values(depth - 1, scalars));
        return Arbitraries.frequencyOf(
                Tuple.of(2, scalars),
                Tuple.of(3, maps(inner)),
                Tuple.of(1, inner.list().ofMaxSize(2).map(items -> JSON.arrayNode()
                        .addAll(items))));
    }

    private static Arbitrary<JsonNode> maps(Arbitrary<JsonNode> values) {
        return Arbitraries.maps(NAMES, values).ofMaxSize(4).map(entries -> {
            ObjectNode object = JSON.objectNode();
            entries.forEach((name, value) -> object.set(name, value.deepCopy()));
            return object;
        });
    }

    @Provide
    Arbitrary<JsonNode> schemas() {
        return schemas(3);
    }

    private static Arbitrary<JsonNode> schemas(int depth) {
        Arbitrary<JsonNode> keywords = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.of(false)), Tuple.of(1, Arbitraries.of(true))),
                        Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.of(false)), Tuple.of(1, Arbitraries.of(true))),
                        values(depth == 0 ? 0 : 1, SCALARS).optional())
                .as((nullable, preserve, embedded, value) -> {
                    ObjectNode schema = JSON.objectNode().put("nullable", nullable);
                    if (preserve) {
                        schema.put("x-kubernetes-preserve-unknown-fields", true);
                    }
                    schema.put("x-kubernetes-embedded-resource", embedded);
                    value.ifPresent(of -> schema.set("default", of));
                    return schema;
                });
        if (depth == 0) {
            return keywords;
        }
        Arbitrary<JsonNode> inner = Arbitraries.lazy(() -> schemas(depth - 1));
        return Combinators.combine(keywords, maps(inner).injectNull(0.3), inner.injectNull(0.5), inner.injectNull(0.7))
                .as((schema, properties, items, additional) -> {
                    ObjectNode whole = schema.deepCopy();
                    if (properties != null) {
                        whole.set("properties", properties);
                    }
                    if (items != null) {
                        whole.set("items", items);
                    }
                    if (additional != null) {
                        whole.set("additionalProperties", additional);
                    }
                    return whole;
                });
    }
}
