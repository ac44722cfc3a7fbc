package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Pretty JSON")
class PrettyPrintTest {
    @ParameterizedTest(name = "{0} with pretty={1}: {2}")
    @CsvSource({
        "curl/7.88.1, '', true",
        "Wget/1.21, '', true",
        "Mozilla/5.0 (X11), '', true",
        "kubectl/v1.36.2, '', false",
        "'', '', false",
        "kubectl/v1.36.2, true, true",
        "kubectl/v1.36.2, 1, true",
        "curl/7.88.1, false, false",
        "curl/7.88.1, nonsense, false"
    })
    @DisplayName("is for people, and for whoever asks for it")
    void wanted(String agent, String parameter, boolean wanted) {
        assertThat(PrettyPrint.wanted(agent, parameter)).isEqualTo(wanted);
    }

    @Test
    @DisplayName("is indented by two spaces, empty parts are short, and its end stays")
    void layout() {
        assertThat(pretty("{\"a\":{},\"b\":[],\"c\":[1]}\n"))
                .isEqualTo("{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1\n  ]\n}\n");
    }

    @Test
    @DisplayName("leaves out blanks that were there, but none in texts, whatever these look like")
    void blanks() {
        assertThat(pretty("\t{ \"a\" : [ ] ,\r\n \"b, {c}: \\\" \\\\\": null }"))
                .isEqualTo("{\n  \"a\": [],\n  \"b, {c}: \\\" \\\\\": null\n}");
    }

    private static String pretty(String json) {
        return new String(Pieces.joined(PrettyPrint.pretty(List.of(json.getBytes(UTF_8)))), UTF_8);
    }
}
