package dev.caravel.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON Patch")
class JsonPatcherTest {
    private static final SchemaFixture ANY = SchemaFixture.named("any");
    private final JsonPatcher patcher = new JsonPatcher();

    @DisplayName("applies each operation of RFC 6902")
    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 1}            | [{op: 'add', path: '/b', value: 2}]                                | {a: 1, b: 2}",
                "{a: 1}            | [{op: 'add', path: '/a', value: {x: null}}]                        | {a: {x: null}}",
                "{a: [1, 3]}       | [{op: 'add', path: '/a/1', value: 2}]                              | {a: [1, 2, 3]}",
                "{a: [1]}          | [{op: 'add', path: '/a/-', value: 2}]                              | {a: [1, 2]}",
                "{a: [1]}          | [{op: 'add', path: '/a/1', value: 2}]                              | {a: [1, 2]}",
                "{a: [1, 3]}       | [{op: 'add', path: '/a/-2', value: 2}]                             | {a: [1, 2, 3]}",
                "{a: 1, b: 2}      | [{op: 'remove', path: '/b'}]                                       | {a: 1}",
                "{a: [1, 2]}       | [{op: 'remove', path: '/a/0'}]                                     | {a: [2]}",
                "{a: {b: [{c: 1}]}}| [{op: 'replace', path: '/a/b/0/c', value: 2}]                      | {a: {b: [{c: 2}]}}",
                "{a: 1}            | [{op: 'replace', path: '', value: {b: 2}}]                         | {b: 2}",
                "{a: {b: 1}}       | [{op: 'move', from: '/a/b', path: '/c'}]                           | {a: {}, c: 1}",
                "{a: [1, 2, 3]}    | [{op: 'move', from: '/a/0', path: '/a/2'}]                         | {a: [2, 3, 1]}",
                "{a: {b: 1}}       | [{op: 'copy', from: '/a', path: '/c'}]                             | {a: {b: 1}, c: {b: 1}}",
                "{a: 1}            | [{op: 'test', path: '/a', value: 1}, {op: 'remove', path: '/a'}]   | {}",
                "{a: {x: 1, y: 2}} | [{op: 'test', path: '/a', value: {y: 2, x: 1}}]                    | {a: {x: 1, y: 2}}",
                "{a: 1}            | [{op: 'test', path: '/b', value: null}]                            | {a: 1}",
                "{'a/b': 1, '~': 2}| [{op: 'remove', path: '/a~1b'}, {op: 'remove', path: '/~0'}]       | {}",
            })
    void applies(String document, String patch, String expected) {
        assertThat(patcher.apply(Json.object(document), Json.bytes(patch), ANY)).isEqualTo(Json.object(expected));
    }

    @DisplayName("answers 422 when an operation does not apply")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{op: 'remove', path: '/b'}]",
                "[{op: 'remove', path: '/list/1'}]",
                "[{op: 'add', path: '/list/2', value: 1}]",
                "[{op: 'add', path: '/list/x', value: 1}]",
                "[{op: 'add', path: '/b/c', value: 1}]",
                "[{op: 'add', path: '/a/c', value: 1}]",
                "[{op: 'replace', path: '/list/7', value: 1}]",
                "[{op: 'replace', path: '', value: 1}]",
                "[{op: 'test', path: '/a', value: 2}]",
                "[{op: 'test', path: '/a', value: '1'}]",
                "[{op: 'move', from: '/b', path: '/c'}]",
                "[{op: 'jump', path: '/a'}]",
                "[{op: 'add'}]",
            })
    void refuses(String patch) {
        assertThatThrownBy(() -> patcher.apply(Json.object("{a: 1, list: [0]}"), Json.bytes(patch), ANY))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status().code()).isEqualTo(422);
                    assertThat(e.status().reason()).isEqualTo("Invalid");
                    assertThat(e).hasMessage("the server rejected our request due to an error in our request");
                });
    }

    @DisplayName("answers 400 to what is not a patch")
    @ParameterizedTest
    @ValueSource(strings = {"{", "{}", "[1]", "null"})
    void refusesNonsense(String patch) {
        assertThatThrownBy(() -> patcher.apply(Json.object("{}"), patch.getBytes(StandardCharsets.UTF_8), ANY))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(400));
    }

    @Test
    @DisplayName("answers 413 to more than 10,000 operations")
    void limitsOperations() {
        String patch = "[" + String.join(",", Collections.nCopies(10_001, "{op: 'test', path: '/a', value: 1}")) + "]";

        assertThatThrownBy(() -> patcher.apply(Json.object("{a: 1}"), Json.bytes(patch), ANY))
                .hasMessage(
                        "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001");
    }

    @Test
    @DisplayName("leaves the current object as it is")
    void pure() {
        var current = Json.object("{a: {b: 1}}");

        patcher.apply(current, Json.bytes("[{op: 'remove', path: '/a/b'}]"), ANY);

        assertThat(current).isEqualTo(Json.object("{a: {b: 1}}"));
    }

    @Test
    @DisplayName("that copies copies of copies is refused before it has filled the memory")
    void copyBomb() {
        String patch = IntStream.range(0, 100)
                .mapToObj(i -> "{op: 'copy', from: '/a', path: '/a/x" + i + "'}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThatThrownBy(() -> patcher.apply(Json.object("{a: {b: 'c'}}"), Json.bytes(patch), ANY))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(422));
    }

    @Test
    @DisplayName("that makes what nobody could read is refused")
    void deep() {
        String patch = IntStream.range(0, 2_000)
                .mapToObj(i -> "{op: 'add', path: '/a" + "/a".repeat(i) + "', value: {}}")
                .collect(Collectors.joining(",", "[", "]"));

        assertThatThrownBy(() -> patcher.apply(Json.object("{}"), Json.bytes(patch), ANY))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(422));
    }
}
