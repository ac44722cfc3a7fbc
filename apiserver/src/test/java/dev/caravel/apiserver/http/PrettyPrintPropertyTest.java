package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Pretty JSON")
class PrettyPrintPropertyTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property(tries = 500)
    @Label("is what a tree would be written as, wherever the document is cut")
    void asFromTree(@ForAll("documents") JsonNode document, @ForAll long seed) {
        List<byte[]> pieces = cut(JsonCodec.write(document), new Random(seed));

        assertThat(Pieces.joined(PrettyPrint.pretty(pieces))).isEqualTo(JsonCodec.writePretty(document));
        assertThat(Pieces.length(PrettyPrint.pretty(pieces))).isEqualTo(JsonCodec.writePretty(document).length);
    }

    private static List<byte[]> cut(byte[] document, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < document.length) {
            int end = Math.min(document.length, at + random.nextInt(12));
            pieces.add(Arrays.copyOfRange(document, at, end));
            at = end;
        }
        return pieces;
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return documents(5);
    }

    private static Arbitrary<JsonNode> documents(int depth) {
        Arbitrary<JsonNode> plain = Arbitraries.oneOf(
                texts().map(JSON::textNode),
                Arbitraries.longs().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.of(JSON.nullNode(), JSON.objectNode(), JSON.arrayNode()));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<JsonNode> inner = Arbitraries.lazy(() -> documents(depth - 1));
        Arbitrary<JsonNode> lists =
                inner.list().ofMaxSize(4).map(elements -> JSON.arrayNode().addAll(elements));
        Arbitrary<JsonNode> objects = Combinators.combine(
                        texts().list().uniqueElements().ofSize(4), inner.list().ofMaxSize(4))
                .as((names, values) -> {
                    var object = JSON.objectNode();
                    for (int i = 0; i < values.size(); i++) {
                        object.set(names.get(i), values.get(i));
                    }
                    return object;
                });
        return Arbitraries.oneOf(plain, lists, objects);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab{}[],: \"\\\n\té€").ofMaxLength(8);
    }
}
