package dev.caravel.apiserver.resource.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A definition that upstream has stored")
class BetaDefinitionsTest {
    private static final ObjectMapper YAML = new YAMLMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{version: v1}                                        | {versions: [{name: v1, served: true, storage: true}]}",
                "{version: v1, versions: [{name: v1}, {name: v2}]}    | {versions: [{name: v1}, {name: v2}]}",
                "{versions: [{name: a}, {name: b}], validation: {x: 1}} | {versions: [{name: a, schema: {x: 1}}, {name: b, schema: {x: 1}}]}",
                "{versions: [{name: a}], subresources: {status: {}}}  | {versions: [{name: a, subresources: {status: {}}}]}",
                "{versions: [{name: a}], additionalPrinterColumns: [{name: c, JSONPath: .p}]}"
                        + "| {versions: [{name: a, additionalPrinterColumns: [{name: c, jsonPath: .p}]}]}",
                "{versions: [{name: a, additionalPrinterColumns: [{name: c, JSONPath: .p}]}]}"
                        + "| {versions: [{name: a, additionalPrinterColumns: [{name: c, jsonPath: .p}]}]}",
                "{versions: [{name: a}], selectableFields: [{jsonPath: .p}]} | {versions: [{name: a, selectableFields: [{jsonPath: .p}]}]}"
            })
    @DisplayName("says of each version what it has said of all")
    void versions(String beta, String stable) throws Exception {
        JsonNode spec = stable(beta).path("spec");

        assertThat(spec.path("versions")).isEqualTo(YAML.readTree(stable).path("versions"));
        assertThat(spec.has("version")).isFalse();
    }

    @Test
    @DisplayName("keeps unknown fields unless it says otherwise, as v1beta1 did")
    void preserving() throws Exception {
        assertThat(stable("{version: v1}").at("/spec/preserveUnknownFields").asBoolean())
                .isTrue();
        assertThat(stable("{version: v1, preserveUnknownFields: false}").path("spec"))
                .isEqualTo(YAML.readTree(
                        "{versions: [{name: v1, served: true, storage: true}], conversion: {strategy: None}}"));
    }

    @Test
    @DisplayName("converts by the same webhook")
    void webhook() throws Exception {
        assertThat(stable("{version: v1, conversion: {strategy: Webhook, webhookClientConfig: {url: u},"
                                + " conversionReviewVersions: [v1]}}")
                        .at("/spec/conversion"))
                .isEqualTo(YAML.readTree(
                        "{strategy: Webhook, webhook: {clientConfig: {url: u}, conversionReviewVersions: [v1]}}"));
    }

    private static ObjectNode stable(String spec) throws Exception {
        ObjectNode beta = (ObjectNode) YAML.readTree("{apiVersion: apiextensions.k8s.io/v1beta1, spec: " + spec + "}");
        assertThat(BetaDefinitions.isBeta(beta)).isTrue();
        ObjectNode stable = BetaDefinitions.stable(beta);
        assertThat(BetaDefinitions.isBeta(stable)).isFalse();
        return stable;
    }
}
