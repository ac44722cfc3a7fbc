package dev.caravel.apiserver.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A strict reading of JSON")
class StrictReaderTest {
    @ParameterizedTest
    @DisplayName("gives the tree that any reading gives")
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":[1,2.50,-3e5,12345678901234567890,true,false,null,\"x\",{\"b\":{}}]}",
                "[]",
                "\"text\"",
                "{\"a\":1.0,\"b\":9223372036854775807}"
            })
    void tree(String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);

        assertThat(JsonCodec.strictReader(bytes).read()).isEqualTo(JsonCodec.read(bytes));
    }

    @Test
    @DisplayName("notes members that are there twice, of which the last counts")
    void duplicates() throws IOException {
        StrictReader reader =
                JsonCodec.strictReader("{\"a\":1,\"b\":[{\"c\":1,\n\"c\":2}],\"a\":{\"d\":1},\"d\":1}".getBytes(UTF_8));

        JsonNode tree = reader.read();

        assertThat(tree.toString()).isEqualTo("{\"a\":{\"d\":1},\"b\":[{\"c\":2}],\"d\":1}");
        assertThat(reader.duplicates())
                .containsExactly(new StrictReader.Duplicate("b[0].c", "c", 2), new StrictReader.Duplicate("a", "a", 2));
    }

    @ParameterizedTest
    @DisplayName("refuses what is not one document")
    @ValueSource(strings = {"{", "{\"a\":}", "{} {}", "[1,]", "nope"})
    void malformed(String json) {
        assertThatThrownBy(() -> JsonCodec.strictReader(json.getBytes(UTF_8)).read())
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("refuses documents that are nested too deeply, rather than run out of stack")
    void depth() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> JsonCodec.strictReader(deep.getBytes(UTF_8)).read())
                .isInstanceOf(IOException.class);
    }
}
