package dev.caravel.apiserver.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage.Entry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("What is scanned of stored JSON")
class StoredScanLawsTest {
    private static final List<Resource> RESOURCES = List.of(
            resource("", "pods"),
            resource("", "nodes"),
            resource("", "events"),
            resource("", "secrets"),
            resource("batch", "jobs"));

    private static Resource resource(String group, String plural) {
        return Writes.catalog().find(new GroupResource(group, plural)).orElseThrow();
    }

    @Property(tries = 500)
    @Label("is, to the byte, what its tree gives, for whatever the server stores")
    void sameAsTree(@ForAll("resources") Resource resource, @ForAll("objects") ObjectNode object) {
        Entry entry = new Entry("/registry/some/key", ObjectEncoding.encode(object), 4711);

        Optional<CachedObject> scanned = StoredScan.of(resource).orElseThrow().read(entry);

        assertThat(scanned)
                .hasValueSatisfying(it ->
                        assertThat(it).usingRecursiveComparison().isEqualTo(ObjectEncoding.cached(resource, entry)));
    }

    @Property(tries = 200)
    @Label("is left to the tree when it is laid out in lines")
    void lines(@ForAll("objects") ObjectNode object) {
        Entry entry = new Entry("/registry/some/key", JsonCodec.writePretty(object), 4711);

        assertThat(StoredScan.of(RESOURCES.getFirst()).orElseThrow().read(entry))
                .isEmpty();
    }

    @Property(tries = 500)
    @Label("is never more than the tree gives: what is broken is left to it")
    void broken(@ForAll("objects") ObjectNode object, @ForAll int where) {
        byte[] whole = JsonCodec.write(object);
        byte[] part = java.util.Arrays.copyOf(whole, Math.floorMod(where, whole.length));

        assertThat(StoredScan.of(RESOURCES.getFirst()).orElseThrow().read(new Entry("/k", part, 1)))
                .isEmpty();
    }

    @Provide
    Arbitrary<Resource> resources() {
        return Arbitraries.of(RESOURCES);
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        Arbitrary<ObjectNode> metadata = object(Arbitraries.of("name", "namespace", "labels", "annotations", "uid"), 2);
        Arbitrary<ObjectNode> rest = object(
                Arbitraries.of(
                        "spec", "status", "source", "reportingComponent", "apiVersion", "type", "involvedObject"),
                3);
        return Combinators.combine(metadata, rest, Arbitraries.of(true, false)).as((meta, others, first) -> {
            ObjectNode whole = JsonCodec.object();
            if (first) {
                whole.set("metadata", meta);
            }
            whole.setAll(others);
            whole.set("metadata", meta);
            return whole;
        });
    }

    private static Arbitrary<ObjectNode> object(Arbitrary<String> names, int depth) {
        return Combinators.combine(names, value(depth))
                .as(java.util.Map::entry)
                .list()
                .ofMaxSize(4)
                .map(entries -> {
                    ObjectNode object = JsonCodec.object();
                    entries.forEach(entry -> object.set(entry.getKey(), entry.getValue()));
                    return object;
                });
    }

    private static Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> text = Arbitraries.strings()
                .all()
                .excludeChars('\uFFFF')
                .ofMaxLength(12)
                .filter(StoredScanLawsTest::isWellFormed)
                .map(it -> JsonCodec.object().textNode(it));
        Arbitrary<JsonNode> number =
                Arbitraries.longs().map(it -> JsonCodec.object().numberNode(it));
        Arbitrary<JsonNode> fraction = Arbitraries.bigDecimals()
                .map(BigDecimal::stripTrailingZeros)
                .map(it -> JsonCodec.object().numberNode(it));
        Arbitrary<JsonNode> bool =
                Arbitraries.of(true, false).map(it -> JsonCodec.object().booleanNode(it));
        Arbitrary<JsonNode> scalar = Arbitraries.oneOf(text, number, fraction, bool);
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> names =
                Arbitraries.of("nodeName", "phase", "hostNetwork", "unschedulable", "kind", "component", "a b");
        Arbitrary<JsonNode> list = value(depth - 1).list().ofMaxSize(3).map(it -> JsonCodec.object()
                .arrayNode()
                .addAll(it));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, scalar),
                net.jqwik.api.Tuple.of(1, list),
                net.jqwik.api.Tuple.of(3, object(names, depth - 1).map(it -> it)));
    }

    private static boolean isWellFormed(String text) {
        return text.chars().noneMatch(it -> Character.isSurrogate((char) it));
    }
}
