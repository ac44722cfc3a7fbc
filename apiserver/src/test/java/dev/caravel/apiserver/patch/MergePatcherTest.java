package dev.caravel.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.status.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Merge patch")
class MergePatcherTest {
    private static final SchemaFixture ANY = SchemaFixture.named("any");
    private final MergePatcher patcher = new MergePatcher();

    @DisplayName("gives what RFC 7386, appendix A, gives")
    @ParameterizedTest(name = "{0} + {1} = {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 'b'}         | {a: 'c'}              | {a: 'c'}",
                "{a: 'b'}         | {b: 'c'}              | {a: 'b', b: 'c'}",
                "{a: 'b'}         | {a: null}             | {}",
                "{a: 'b', b: 'c'} | {a: null}             | {b: 'c'}",
                "{a: ['b']}       | {a: 'c'}              | {a: 'c'}",
                "{a: 'c'}         | {a: ['b']}            | {a: ['b']}",
                "{a: {b: 'c'}}    | {a: {b: 'd', c: null}}| {a: {b: 'd'}}",
                "{a: [{b: 'c'}]}  | {a: [1]}              | {a: [1]}",
                "{e: null}        | {a: 1}                | {e: null, a: 1}",
                "{}               | {a: {bb: {ccc: null}}}| {a: {bb: {}}}",
            })
    void merges(String document, String patch, String expected) {
        assertThat(patcher.apply(Json.object(document), Json.bytes(patch), ANY)).isEqualTo(Json.object(expected));
    }

    @DisplayName("refuses what is not an object")
    @ParameterizedTest
    @CsvSource({"null, 400", "1, 400", "{, 400", "[], 400"})
    void refuses(String patch, int code) {
        assertThatThrownBy(() -> patcher.apply(Json.object("{}"), patch.getBytes(StandardCharsets.UTF_8), ANY))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(code));
    }
}
