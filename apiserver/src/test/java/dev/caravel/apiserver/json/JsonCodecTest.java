package dev.caravel.apiserver.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("JSON")
class JsonCodecTest {
    @Test
    @DisplayName("that was written can be read, however long a name in it is")
    void longNames() {
        ObjectNode object = JsonCodec.object().put("k:{\"uid\":\"" + "a".repeat(1_000_000) + "\"}", 1);

        assertThat(JsonCodec.readStored(JsonCodec.write(object))).isEqualTo(object);
    }
}
