package dev.caravel.apiserver.admission.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.webhook.WebhookException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The answer of a webhook")
class VerdictTest {
    private static final String ENVELOPE = "kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1'";

    @Test
    @DisplayName("may carry a patch, warnings and audit annotations")
    void patch() throws Exception {
        Verdict verdict =
                mutating("{uid: 'u', allowed: true, patchType: 'JSONPatch', patch: 'W10=', warnings: ['mind'],"
                        + " auditAnnotations: {why: 'so'}}");

        assertThat(verdict.allowed()).isTrue();
        assertThat(verdict.patch().orElseThrow()).isEqualTo("[]".getBytes(UTF_8));
        assertThat(verdict.warnings()).containsExactly("mind");
        assertThat(verdict.annotations()).containsEntry("why", "so");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | admission webhook \"w\" denied the request without explanation",
                "{message: 'no', code: 200} | 400 | admission webhook \"w\" denied the request: no",
                "{reason: 'Odd', code: 418} | 418 | admission webhook \"w\" denied the request: Odd"
            })
    @DisplayName("that refuses is told with its reason, and is never a success")
    void refusal(String status, int code, String message) throws Exception {
        Status refused = mutating("{uid: 'u', allowed: false, status: " + status + "}")
                .refusal("w")
                .status();

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.message()).isEqualTo(message);
    }

    @Test
    @DisplayName("that refuses passes its details on")
    void details() throws Exception {
        Status refused = mutating("{uid: 'u', allowed: false, status: {details: {retryAfterSeconds: 3, causes:"
                        + " [{reason: 'FieldValueInvalid', message: 'm', field: 'f'}]}}}")
                .refusal("w")
                .status();

        assertThat(refused.details().orElseThrow().retryAfterSeconds()).isEqualTo(3);
        assertThat(refused.details().orElseThrow().causes())
                .containsExactly(new Status.Cause("FieldValueInvalid", "m", "f"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{allowed: true} | expected response.uid=\"u\", got \"\"",
                "{uid: 'other', allowed: true} | expected response.uid=\"u\", got \"other\"",
                "null | webhook response was absent",
                "[] | webhook response was absent",
                "{uid: 'u', patch: 'W10='} | webhook returned response.patch but not response.patchType",
                "{uid: 'u', patchType: 'JSONPatch'} | webhook returned response.patchType but not response.patch",
                "{uid: 'u', patch: 'W10=', patchType: ''} | webhook returned invalid response.patchType of \"\"",
                "{uid: 'u', patch: 'W10=', patchType: 'X'} | unsupported patch type \"X\"",
                "{uid: 'u', patch: '????', patchType: 'JSONPatch'} | response.patch is not base64: Illegal base64 character 3f",
                "{uid: 'u', allowed: 'true'} | json: cannot unmarshal string into Go struct field AdmissionResponse.response.allowed of type boolean",
                "{uid: 'u', allowed: 1} | json: cannot unmarshal number into Go struct field AdmissionResponse.response.allowed of type boolean",
                "{uid: 'u', warnings: 'w'} | json: cannot unmarshal string into Go struct field AdmissionResponse.response.warnings of type array",
                "{uid: 'u', auditAnnotations: {a: 1}} | json: cannot unmarshal number into Go struct field AdmissionResponse.response.auditAnnotations of type string"
            })
    @DisplayName("is refused when it is none to the question")
    void invalid(String response, String message) {
        assertThatThrownBy(() -> mutating(response))
                .isInstanceOf(WebhookException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1beta1' | admission.k8s.io/v1beta1, Kind=AdmissionReview",
                "kind: 'Review', apiVersion: 'admission.k8s.io/v1' | admission.k8s.io/v1, Kind=Review",
                "kind: 'Pod', apiVersion: 'v1' | /v1, Kind=Pod",
                "x: 1 | /, Kind="
            })
    @DisplayName("has to be of the kind and version that was asked in")
    void version(String envelope, String got) {
        assertThatThrownBy(() -> Verdict.of(
                        "v1",
                        "u",
                        Verdict.Kind.MUTATING,
                        Json.object("{" + envelope + ", response: {uid: 'u', allowed: true}}")))
                .isInstanceOf(WebhookException.class)
                .hasMessage("expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got " + got);
    }

    @Test
    @DisplayName("in v1beta1 needs neither uid nor kind nor patchType")
    void beta() throws Exception {
        Verdict verdict = Verdict.of(
                "v1beta1", "u", Verdict.Kind.MUTATING, Json.object("{response: {allowed: true, patch: 'W10='}}"));

        assertThat(verdict.patch()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uid: 'u', allowed: true, patch: 'W10='} | validating webhook may not return response.patch",
                "{uid: 'u', allowed: true, patchType: 'JSONPatch'} | validating webhook may not return response.patchType"
            })
    @DisplayName("of a validating webhook changes nothing")
    void validating(String response, String message) {
        assertThatThrownBy(() -> answer(Verdict.Kind.VALIDATING, response))
                .isInstanceOf(WebhookException.class)
                .hasMessage(message);
    }

    private static Verdict mutating(String response) throws Exception {
        return answer(Verdict.Kind.MUTATING, response);
    }

    private static Verdict answer(Verdict.Kind kind, String response) throws Exception {
        return Verdict.of("v1", "u", kind, Json.object("{" + ENVELOPE + ", response: " + response + "}"));
    }
}
