package dev.caravel.kubelet.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The patch from one status to another")
class StatusPatchTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest(name = "{0} → {1}: {2}")
    @DisplayName("says what differs, and leaves what others wrote")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"phase\":\"Pending\"} | {\"phase\":\"Pending\"} | ``",
                "{\"phase\":\"Pending\"} | {\"phase\":\"Running\"} | {\"phase\":\"Running\"}",
                "{\"reason\":\"x\"} | {} | {\"reason\":null}",
                "{\"conditions\":[{\"type\":\"A\",\"status\":\"True\"},{\"type\":\"B\",\"status\":\"True\"}]}"
                        + " | {\"conditions\":[{\"type\":\"A\",\"status\":\"False\"}]}"
                        + " | {\"conditions\":[{\"type\":\"A\",\"status\":\"False\"}]}",
                "{\"conditions\":[{\"type\":\"A\",\"status\":\"False\",\"reason\":\"r\"}]}"
                        + " | {\"conditions\":[{\"type\":\"A\",\"status\":\"True\"}]}"
                        + " | {\"conditions\":[{\"type\":\"A\",\"status\":\"True\",\"reason\":null}]}",
                "{} | {\"podIPs\":[{\"ip\":\"1\"}]} | {\"podIPs\":[{\"ip\":\"1\"}]}",
                "{\"podIPs\":[{\"ip\":\"1\"}]} | {\"podIPs\":[{\"ip\":\"2\"}]}"
                        + " | {\"podIPs\":[{\"ip\":\"2\"},{\"$patch\":\"replace\"}]}",
            })
    void patches(String before, String after, String expected) throws JsonProcessingException {
        String patch = StatusPatch.between(MAPPER, MAPPER.readTree(before), MAPPER.readTree(after))
                .map(Object::toString)
                .orElse("");

        assertThat(patch).isEqualTo(expected);
    }
}
