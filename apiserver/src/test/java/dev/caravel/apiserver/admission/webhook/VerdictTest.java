package dev.caravel.apiserver.admission.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.webhook.WebhookException;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The answer of a webhook")
class VerdictTest {
    private static final String ENVELOPE = "\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1\"";

    @Test
    @DisplayName("may carry a patch and warnings")
    void patch() throws Exception {
        Verdict verdict = answer(
                "{\"uid\": \"u\", \"allowed\": true, \"patchType\": \"JSONPatch\", \"patch\": \"W10=\", \"warnings\": [\"mind\"]}");

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.patch().orElseThrow()).isEqualTo("[]".getBytes(UTF_8));
        assertThat(verdict.warnings()).containsExactly("mind");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | admission webhook \"w\" denied the request without explanation",
                "{\"message\": \"no\", \"code\": 200} | 400 | admission webhook \"w\" denied the request: no",
                "{\"reason\": \"Odd\", \"code\": 418} | 418 | admission webhook \"w\" denied the request: Odd"
            })
    @DisplayName("that refuses is told with its reason, and is never a success")
    void refusal(String status, int code, String message) throws Exception {
        Status refused = answer("{\"uid\": \"u\", \"allowed\": false, \"status\": " + status + "}")
                .refusal("w")
                .status();

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"allowed\": true} | expected response.uid=\"u\", got \"\"",
                "{\"uid\": \"other\", \"allowed\": true} | expected response.uid=\"u\", got \"other\"",
                "null | webhook response was absent",
                "{\"uid\": \"u\", \"patch\": \"W10=\"} | webhook returned response.patch but not response.patchType",
                "{\"uid\": \"u\", \"patch\": \"W10=\", \"patchType\": \"X\"} | invalid response.patchType of \"X\"",
                "{\"uid\": \"u\", \"patch\": \"?\", \"patchType\": \"JSONPatch\"} | response.patch is not base64"
            })
    @DisplayName("is refused when it is none to the question")
    void invalid(String response, String message) {
        assertThatThrownBy(() -> answer(response))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("has to be in the version that was asked in")
    void version() throws IOException {
        ObjectNode review = json("{" + ENVELOPE + ", \"request\": {\"uid\": \"u\"}}");
        ObjectNode answer = json("{\"kind\": \"AdmissionReview\", \"apiVersion\": \"admission.k8s.io/v1beta1\"}");

        assertThatThrownBy(() -> Verdict.of(review, answer))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("expected webhook response with apiVersion");
    }

    private static Verdict answer(String response) throws Exception {
        return Verdict.of(
                json("{" + ENVELOPE + ", \"request\": {\"uid\": \"u\"}}"),
                json("{" + ENVELOPE + ", \"response\": " + response + "}"));
    }

    private static ObjectNode json(String text) throws IOException {
        return JsonCodec.readObject(text.getBytes(UTF_8));
    }
}
