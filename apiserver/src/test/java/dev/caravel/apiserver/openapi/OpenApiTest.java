package dev.caravel.apiserver.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("OpenAPI")
class OpenApiTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    private final OpenApi openApi = new OpenApi(CATALOG, CATALOG::schema);

    @Test
    @DisplayName("lists a document per group and version, each with its hash")
    void index() throws Exception {
        var index = document("/openapi/v3").get("paths");

        assertThat(index.has("api/v1")).isTrue();
        assertThat(index.at("/apis~1apps~1v1/serverRelativeURL").asText())
                .startsWith("/openapi/v3/apis/apps/v1?hash=")
                .endsWith(openApi.get("/openapi/v3/apis/apps/v1", "")
                        .orElseThrow()
                        .etag());
    }

    @Test
    @DisplayName("every reference of a version 3 document leads somewhere")
    void closed() throws Exception {
        var core = document("/openapi/v3/api/v1");

        for (var reference : core.findValuesAsText("$ref")) {
            assertThat(core.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    @DisplayName("tells kubectl that a patch takes fieldValidation, and of which kind it is")
    void fieldValidation() throws Exception {
        var patch = document("/openapi/v3/apis/apps/v1")
                .at("/paths/~1apis~1apps~1v1~1namespaces~1{namespace}~1deployments~1{name}/patch");

        assertThat(patch.get("parameters").findValuesAsText("name")).contains("fieldValidation", "dryRun");
        assertThat(patch.at("/x-kubernetes-group-version-kind/kind").asText()).isEqualTo("Deployment");
        assertThat(patch.get("x-kubernetes-action").asText()).isEqualTo("patch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
                "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
                "application/com.github.proto-openapi.spec.v2@v1.0+protobuf, application/json"
            })
    @DisplayName("speaks protobuf to clients of Go that prefer it")
    void protobuf(String accept) {
        var document = openApi.get("/openapi/v2", accept).orElseThrow();

        assertThat(document.contentType()).isEqualTo("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
        assertThat(document.etag())
                .isEqualTo(openApi.get("/openapi/v2", "").orElseThrow().etag());
        assertThat(new String(document.body(), 0, 30, UTF_8)).contains("2.0").contains("Kubernetes");
    }

    @Test
    @DisplayName("speaks JSON to those who prefer that")
    void preferredJson() {
        var accept = "application/json,application/com.github.proto-openapi.spec.v2@v1.0+protobuf;q=0.5";

        assertThat(openApi.get("/openapi/v2", accept).orElseThrow().contentType())
                .isEqualTo("application/json");
    }

    @Test
    @DisplayName("explains fields by their comments")
    void descriptions() throws Exception {
        var strategy = document("/openapi/v3/apis/apps/v1")
                .at("/components/schemas/io.k8s.api.apps.v1.DeploymentSpec/properties/strategy");

        assertThat(strategy.get("description").asText())
                .isEqualTo("The deployment strategy to use to replace existing pods with new ones.");
        assertThat(strategy.get("x-kubernetes-patch-strategy").asText()).isEqualTo("retainKeys");
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi/v3/api/v1, /components/schemas/io.k8s.api.core.v1.Container/properties/imagePullPolicy/enum",
        "/openapi/v2, /definitions/io.k8s.api.core.v1.Container/properties/imagePullPolicy/enum",
    })
    @DisplayName("lists the values of a field that has few")
    void values(String path, String pointer) throws Exception {
        assertThat(document(path).at(pointer).valueStream().map(JsonNode::asText))
                .containsExactly("Always", "IfNotPresent", "Never");
    }

    @Test
    @DisplayName("lists the values of a list's elements where the elements are")
    void valuesOfElements() throws Exception {
        var policyTypes = document("/openapi/v3/apis/networking.k8s.io/v1")
                .at("/components/schemas/io.k8s.api.networking.v1.NetworkPolicySpec/properties/policyTypes");

        assertThat(policyTypes.has("enum")).isFalse();
        assertThat(policyTypes.at("/items/enum").valueStream().map(JsonNode::asText))
                .containsExactly("Egress", "Ingress");
    }

    private JsonNode document(String path) throws Exception {
        return new ObjectMapper().readTree(openApi.get(path, "").orElseThrow().body());
    }
}
