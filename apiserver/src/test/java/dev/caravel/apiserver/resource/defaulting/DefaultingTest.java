package dev.caravel.apiserver.resource.defaulting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Defaulting")
class DefaultingTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest(name = "pulls {0} {1}")
    @CsvSource({
        "busybox, Always",
        "busybox:latest, Always",
        "busybox:1.37, IfNotPresent",
        "localhost:5000/busybox, Always",
        "localhost:5000/busybox:1, IfNotPresent",
        "busybox@sha256:0123, IfNotPresent",
    })
    void pullPolicy(String image, String policy) throws Exception {
        var pod = defaulted("Pod", "spec: {containers: [{name: a, image: '%s'}]}".formatted(image));

        assertThat(JsonPaths.at(pod, "spec.containers")
                        .get(0)
                        .path("imagePullPolicy")
                        .asText())
                .isEqualTo(policy);
    }

    @Test
    @DisplayName("takes a pod's requests from its limits, in canonical form, but not a template's")
    void requests() throws Exception {
        var containers = "containers: [{name: a, resources: {limits: {cpu: 0.5, memory: 1024Mi}}}]";

        var pod = defaulted("Pod", "spec: {" + containers + "}");
        var template = defaulted("PodTemplate", "template: {spec: {" + containers + "}}");

        assertThat(JsonPaths.at(pod, "spec.containers").get(0).get("resources"))
                .isEqualTo(yaml("{limits: {cpu: 500m, memory: 1Gi}, requests: {cpu: 500m, memory: 1Gi}}"));
        assertThat(JsonPaths.at(template, "template.spec.containers").get(0).get("resources"))
                .isEqualTo(yaml("{limits: {cpu: 500m, memory: 1Gi}}"));
    }

    @Test
    @DisplayName("keeps what is given, 0 included, where Go has a pointer")
    void keeps() throws Exception {
        var deployment = defaulted("Deployment", "spec: {replicas: 0, revisionHistoryLimit: 0}");

        assertThat(JsonPaths.at(deployment, "spec.replicas").asInt()).isZero();
        assertThat(JsonPaths.at(deployment, "spec.revisionHistoryLimit").asInt())
                .isZero();
        assertThat(JsonPaths.text(deployment, "spec.strategy.rollingUpdate.maxSurge"))
                .isEqualTo("25%");
    }

    @Test
    @DisplayName("takes 0 for absent where Go has none")
    void zero() throws Exception {
        var pod = defaulted("Pod", "spec: {containers: [{name: a, livenessProbe: {timeoutSeconds: 0, exec: {}}}]}");

        assertThat(JsonPaths.at(pod, "spec.containers")
                        .get(0)
                        .path("livenessProbe")
                        .path("timeoutSeconds")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("applied again changes nothing")
    void idempotent() throws Exception {
        var service = defaulted("Service", "spec: {type: NodePort, ports: [{port: 80}]}");
        var again = service.deepCopy();

        CATALOG.findKind("", "v1", "Service").orElseThrow().applyDefaults(again);

        assertThat(again).isEqualTo(service);
        assertThat(service.at("/spec/ports/0/targetPort").asInt()).isEqualTo(80);
        assertThat(service.at("/spec/externalTrafficPolicy").asText()).isEqualTo("Cluster");
    }

    @Test
    @DisplayName("moves a secret's plain text into its data")
    void stringData() throws Exception {
        var secret = defaulted("Secret", "stringData: {a: b}");

        assertThat(secret.get("data").get("a").asText()).isEqualTo("Yg==");
        assertThat(secret.has("stringData")).isFalse();
    }

    private static ObjectNode defaulted(String kind, String yaml) throws Exception {
        var object = (ObjectNode) YAML.readTree(yaml);
        CATALOG.all().stream()
                .filter(resource -> resource.definition().kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .applyDefaults(object);
        return (ObjectNode) YAML.readTree(object.toString());
    }

    private static JsonNode yaml(String text) throws Exception {
        return YAML.readTree(text);
    }
}
