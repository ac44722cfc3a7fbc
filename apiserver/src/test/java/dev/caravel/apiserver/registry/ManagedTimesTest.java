package dev.caravel.apiserver.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Two states of an object")
class ManagedTimesTest {
    private static final String BEFORE =
            "{'metadata': {'name': 'a', 'managedFields': [{'manager': 'm', 'time': '1', 'fieldsV1': {}}]}, 'spec': 1}";

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @DisplayName("differ in nothing but when somebody wrote, or in more")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'time': '1'     | 'time': '2'                   | true
            'time': '1',    | ''                            | true
            'manager': 'm'  | 'manager': 'n'                | false
            'time': '1'     | 'time': '2', 'subresource': 's' | false
            'fieldsV1': {}  | 'fieldsV1': {'f:spec': {}}    | false
            'name': 'a'     | 'name': 'a', 'labels': {}     | false
            'spec': 1       | 'spec': 2                     | false
            'spec': 1       | 'status': 1                   | false
            """)
    void differ(String part, String other, boolean onlyTimes) throws IOException {
        String after = BEFORE.replace(part, other.equals("''") ? "" : other);

        assertThat(ManagedTimes.areAllThatDiffers(object(after), object(BEFORE)))
                .isEqualTo(onlyTimes);
        assertThat(ManagedTimes.areAllThatDiffers(object(BEFORE), object(after)))
                .isEqualTo(onlyTimes);
    }

    private static ObjectNode object(String json) throws IOException {
        return JsonCodec.readObject(json.replace('\'', '"').getBytes(UTF_8));
    }
}
