package dev.caravel.apiserver.admission.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The configuration of a webhook")
class WebhookFaultsTest {
    private static final String SOUND = """
            {name: 'a.example.com', sideEffects: 'None', admissionReviewVersions: ['v1'], clientConfig: {url: 'https://a'}}""";

    /** @param more fields, which replace those of the sound one */
    private static JsonNode webhooks(String more) {
        ObjectNode webhook = Json.object(SOUND);
        webhook.setAll(Json.object("{" + more + "}"));
        webhook.properties().removeIf(field -> field.getValue().isNull());
        return webhook.arrayNode().add(webhook);
    }

    private static List<String> faults(JsonNode webhooks, Optional<JsonNode> old) {
        return WebhookFaults.of(webhooks, old).stream()
                .map(FieldError::toString)
                .toList();
    }

    private static List<String> faults(String more) {
        return faults(webhooks(more), Optional.empty());
    }

    private static String rule(String more) {
        ObjectNode rule = Json.object("{operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*']}");
        rule.setAll(Json.object("{" + more + "}"));
        return "rules: [" + rule + "]";
    }

    @Test
    @DisplayName("may leave out much, which is then filled in")
    void defaults() {
        assertThat(faults("")).isEmpty();

        ObjectNode configuration = Json.object(
                "{webhooks: [{rules: [{operations: ['*']}], clientConfig: {service: {name: 'a', namespace: 'b'}}}]}");
        Writes.catalog()
                .find(new GroupResource("admissionregistration.k8s.io", "mutatingwebhookconfigurations"))
                .orElseThrow()
                .applyDefaults(configuration);
        JsonNode webhook = configuration.at("/webhooks/0");
        assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Fail");
        assertThat(webhook.path("matchPolicy").asText()).isEqualTo("Equivalent");
        assertThat(webhook.path("reinvocationPolicy").asText()).isEqualTo("Never");
        assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(10);
        assertThat(webhook.path("namespaceSelector").isObject()).isTrue();
        assertThat(webhook.path("objectSelector").isObject()).isTrue();
        assertThat(webhook.at("/rules/0/scope").asText()).isEqualTo("*");
        assertThat(webhook.at("/clientConfig/service/port").asInt()).isEqualTo(443);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: '' | name: Required value",
                "name: 'a.b' | name: Invalid value: \"a.b\": should be a domain with at least three segments separated by dots",
                "failurePolicy: 'Maybe' | failurePolicy: Unsupported value: \"Maybe\": supported values: \"Fail\", \"Ignore\"",
                "matchPolicy: 'Like' | matchPolicy: Unsupported value: \"Like\": supported values: \"Equivalent\", \"Exact\"",
                "reinvocationPolicy: 'Often' | reinvocationPolicy: Unsupported value: \"Often\": supported values: \"IfNeeded\", \"Never\"",
                "sideEffects: 'Some' | sideEffects: Unsupported value: \"Some\": supported values: \"None\", \"NoneOnDryRun\"",
                "sideEffects: null | sideEffects: Required value: must specify one of None, NoneOnDryRun",
                "timeoutSeconds: 0 | timeoutSeconds: Invalid value: 0: the timeout value must be between 1 and 30 seconds",
                "timeoutSeconds: 31 | timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds",
                "admissionReviewVersions: [] | admissionReviewVersions: Required value: must specify one of v1, v1beta1",
                "admissionReviewVersions: ['v2'] | admissionReviewVersions: Invalid value: [\"v2\"]: must include at least one of v1, v1beta1",
                "admissionReviewVersions: ['v1', 'v1'] | admissionReviewVersions[1]: Invalid value: \"v1\": duplicate version",
                "matchConditions: [{name: 'a', expression: ''}] | matchConditions[0].expression: Required value"
            })
    @DisplayName("says what it is to do")
    void fields(String more, String fault) {
        assertThat(faults(more)).containsExactly("webhooks[0]." + fault);
    }

    @Test
    @DisplayName("has names that look like domains")
    void names() {
        assertThat(faults("name: 'A.b.c'"))
                .singleElement()
                .asString()
                .startsWith("webhooks[0].name: Invalid value: \"A.b.c\": a lowercase RFC 1123 subdomain must consist");
        JsonNode twins = Json.tree("[" + SOUND + "," + SOUND + "]");
        assertThat(faults(twins, Optional.empty()))
                .containsExactly("webhooks[1].name: Duplicate value: \"a.example.com\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | : Required value: exactly one of url or service is required",
                "{url: 'https://a', service: {name: 'a', namespace: 'b'}} | : Required value: exactly one of url or service is required",
                "{url: 'http://a'} | .url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]",
                "{url: 'https:///path'} | .url: Invalid value: \"\": host must be specified; desired format: https://host[/path]",
                "{url: 'https://u:p@a'} | .url: Invalid value: \"u:p\": user information is not permitted in the URL",
                "{url: 'https://a#b'} | .url: Invalid value: \"b\": fragments are not permitted in the URL",
                "{url: 'https://a?b=c'} | .url: Invalid value: \"b=c\": query parameters are not permitted in the URL",
                "{service: {name: 'a'}} | .service.name: Required value",
                "{service: {namespace: 'b'}} | .service.namespace: Required value",
                "{service: {name: 'a', namespace: 'b', port: 0}} | .service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive",
                "{service: {name: 'a', namespace: 'b', path: '//'}} | .service.path: Invalid value: \"//\": segment[0] may not be empty",
                "{service: {name: 'a', namespace: 'b', path: '/a//b'}} | .service.path: Invalid value: \"/a//b\": segment[1] may not be empty"
            })
    @DisplayName("says where it is, by HTTPS")
    void clients(String config, String fault) {
        assertThat(faults("clientConfig: " + config)).containsExactly("webhooks[0].clientConfig" + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operations: [] | operations: Required value",
                "operations: ['*', 'CREATE'] | operations: Invalid value: [\"*\",\"CREATE\"]: if '*' is present, must not specify other operations",
                "operations: ['PATCH'] | operations[0]: Unsupported value: \"PATCH\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"",
                "apiGroups: [] | apiGroups: Required value",
                "apiGroups: ['*', 'a'] | apiGroups: Invalid value: [\"*\",\"a\"]: if '*' is present, must not specify other API groups",
                "apiVersions: [] | apiVersions: Required value",
                "apiVersions: [''] | apiVersions[0]: Required value",
                "apiVersions: ['v1', '*'] | apiVersions: Invalid value: [\"v1\",\"*\"]: if '*' is present, must not specify other API versions",
                "resources: [] | resources: Required value",
                "resources: [''] | resources[0]: Required value",
                "resources: ['a/*', 'a/b'] | resources[1]: Invalid value: \"a/b\": if 'a/*' is present, must not specify a/b",
                "resources: ['*/b', 'a/b'] | resources[1]: Invalid value: \"a/b\": if '*/b' is present, must not specify a/b",
                "resources: ['*/*', 'a'] | resources: Invalid value: [\"*/*\",\"a\"]: if '*/*' is present, must not specify other resources",
                "resources: ['*', 'a'] | resources: Invalid value: [\"*\",\"a\"]: if '*' is present, must not specify other resources without subresources",
                "scope: 'Galaxy' | scope: Unsupported value: \"Galaxy\": supported values: \"*\", \"Cluster\", \"Namespaced\""
            })
    @DisplayName("names what it is to be asked about, nothing twice")
    void rules(String more, String fault) {
        assertThat(faults(rule(more))).containsExactly("webhooks[0].rules[0]." + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resources: ['*', '*/status', 'pods/*']",
                "resources: ['a/b', 'a', 'c/*'], apiGroups: ['', 'apps'], operations: ['CREATE', 'DELETE'], scope: 'Namespaced'"
            })
    @DisplayName("may name resources, subresources and wildcards side by side")
    void soundRules(String more) {
        assertThat(faults(rule(more))).isEmpty();
    }

    @Test
    @DisplayName("may stay as wrong as it was stored by an older server")
    void leniency() {
        JsonNode old = webhooks("sideEffects: 'Unknown', admissionReviewVersions: ['v0']");

        assertThat(faults(webhooks("sideEffects: 'Some', admissionReviewVersions: ['v0']"), Optional.of(old)))
                .isEmpty();
        assertThat(faults(webhooks("sideEffects: 'Some'"), Optional.of(webhooks(""))))
                .hasSize(1);
    }
}
