package dev.caravel.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Merge patch, whatever the documents")
class MergePatchLawsTest {
    private static final SchemaFixture ANY = SchemaFixture.named("any");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private final MergePatcher patcher = new MergePatcher();

    @Property(tries = 300)
    void applyingTwiceIsApplyingOnce(@ForAll("objects") ObjectNode document, @ForAll("objects") ObjectNode patch) {
        ObjectNode once = apply(document, patch);

        assertThat(apply(once, patch)).isEqualTo(once);
    }

    @Property(tries = 300)
    void anEmptyPatchChangesNothing(@ForAll("objects") ObjectNode document) {
        assertThat(apply(document, NODES.objectNode())).isEqualTo(document);
    }

    @Property(tries = 300)
    void whatThePatchSetsToNullIsGoneAndTheRestOfThePatchIsThere(
            @ForAll("objects") ObjectNode document, @ForAll("objects") ObjectNode patch) {
        ObjectNode patched = apply(document, patch);

        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                assertThat(patched.has(member.getKey())).isFalse();
            } else if (member.getValue().isValueNode()) {
                assertThat(patched.get(member.getKey())).isEqualTo(member.getValue());
            }
        });
    }

    private ObjectNode apply(ObjectNode document, ObjectNode patch) {
        return patcher.apply(document, patch.toString().getBytes(StandardCharsets.UTF_8), ANY);
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return objects(3);
    }

    private static Arbitrary<ObjectNode> objects(int depth) {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.of("x", "y").map(NODES::textNode),
                Arbitraries.integers().between(0, 2).map(NODES::numberNode),
                Arbitraries.just(NODES.nullNode()));
        Arbitrary<JsonNode> values = depth == 0
                ? scalars
                : Arbitraries.oneOf(
                        scalars,
                        objects(depth - 1).map(object -> object),
                        scalars.filter(value -> !value.isNull())
                                .list()
                                .ofMaxSize(2)
                                .map(list -> NODES.arrayNode().addAll(list)));
        return Arbitraries.maps(Arbitraries.of("a", "b", "c"), values)
                .ofMaxSize(3)
                .map((Map<String, JsonNode> members) -> NODES.objectNode().setAll(members));
    }
}
