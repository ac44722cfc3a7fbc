package dev.caravel.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("OpenAPI in protobuf")
class OpenApiEncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version            | {'swagger':'2.0'}                                        | 0a03322e30",
                "info               | {'info':{'title':'K'}}                                   | 12030a014b",
                "extension          | {'x-a':true}                                             | 82010d0a03782d6112061204"
                        + "74727565",
                "type of a schema   | {'definitions':{'D':{'type':'object'}}}                  | 4a120a100a0144120bb201080a066f626a656374",
                "reference          | {'definitions':{'D':{'$ref':'r'}}}                       | 4a0a0a080a014412030a0172",
                "property           | {'definitions':{'D':{'properties':{'p':{'format':'f'}}}}}| 4a140a120a0144120dca010a0a080a0170120312"
                        + "0166",
                "items              | {'definitions':{'D':{'items':{'format':'f'}}}}           | 4a0f0a0d0a01441208ba01050a03120166",
                "any property       | {'definitions':{'D':{'additionalProperties':true}}}      | 4a0c0a0a0a01441205aa01021001",
                "parameter          | {'parameters':{'l':{'in':'query','name':'l'}}}           | 52150a130a016c120e120c1a0a1205717565727922016c",
                "use of a parameter | {'paths':{'/':{'parameters':[{'$ref':'r'}]}}}           | 420e120c0a012f12074a0512030a0172",
                "number             | {'definitions':{'D':{'minimum':1}}}                      | 4a100a0e0a0144120949000000000000f03f",
            })
    @DisplayName("carries what the document says")
    void encodes(String what, String document, String hex) throws Exception {
        assertThat(HexFormat.of().formatHex(OpenApiEncoder.encode(json(document))))
                .isEqualTo(hex);
    }

    @Test
    @DisplayName("leaves nothing out silently")
    void unknown() {
        assertThatThrownBy(() -> OpenApiEncoder.encode(json("{'novelty':1}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no protobuf form of novelty");
    }

    private static JsonNode json(String singleQuoted) throws Exception {
        return JSON.readTree(singleQuoted.replace('\'', '"'));
    }
}
