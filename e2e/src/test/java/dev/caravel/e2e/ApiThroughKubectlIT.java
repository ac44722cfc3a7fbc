package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@Tag("smoke")
@DisplayName("kubectl")
class ApiThroughKubectlIT {
    private static final String TWO_DOCUMENTS = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: one
            data:
              key: %s
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: two
            stringData:
              key: value
            """;

    @Test
    @DisplayName("applies a file of several documents, and applies it again")
    void apply(Scope scope) {
        assertThat(apply(scope, "first").text()).contains("configmap/one created", "secret/two created");
        assertThat(apply(scope, "first").text()).contains("configmap/one unchanged");
        assertThat(apply(scope, "second").text()).contains("configmap/one configured");

        assertThat(scope.jsonPath("{.data.key}", "configmap", "one")).isEqualTo("second");
    }

    @Test
    @DisplayName("labels and annotates, and selects by label")
    void labels(Scope scope) {
        scope.kubectl("create", "configmap", "labelled").orFail();
        scope.kubectl("label", "configmap", "labelled", "color=red").orFail();
        scope.kubectl("annotate", "configmap", "labelled", "note=short").orFail();

        assertThat(scope.kubectl("get", "configmap", "-l", "color in (red,blue)", "-o", "name")
                        .orFail()
                        .text())
                .isEqualTo("configmap/labelled");
        assertThat(scope.kubectl("get", "configmap", "-l", "color=blue", "-o", "name")
                        .orFail()
                        .text())
                .isEmpty();
    }

    @Test
    @DisplayName("is told what is not there")
    void notFound(Scope scope) {
        Shell.Result result = scope.kubectl("get", "pod", "nothing");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("Error from server (NotFound): pods \"nothing\" not found\n");
    }

    @Test
    @DisplayName("is told what is there already")
    void alreadyExists(Scope scope) {
        scope.kubectl("create", "configmap", "same").orFail();

        assertThat(scope.kubectl("create", "configmap", "same").err()).contains("configmaps \"same\" already exists");
    }

    @Test
    @DisplayName("is told that another was faster")
    void conflict(Scope scope) {
        scope.kubectl("create", "configmap", "contended").orFail();
        String old = scope.kubectl("get", "configmap", "contended", "-o", "json")
                .orFail()
                .out();
        scope.kubectl("label", "configmap", "contended", "by=another").orFail();

        Shell.Result result =
                scope.cluster().kubectlWithInput(old, "--namespace", scope.namespace(), "replace", "-f", "-");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "(Conflict)",
                        "Operation cannot be fulfilled on configmaps \"contended\": "
                                + "the object has been modified; please apply your changes to the latest version and try again");
    }

    @Test
    @DisplayName("is told what a user may not do")
    void forbidden(Scope scope) {
        Shell.Result result = scope.kubectl("get", "pods", "--as=nobody");

        assertThat(result.err())
                .isEqualTo("Error from server (Forbidden): pods is forbidden: User \"nobody\" cannot list "
                        + "resource \"pods\" in API group \"\" in the namespace \"" + scope.namespace() + "\"\n");
        assertThat(scope.kubectl("auth", "can-i", "list", "pods", "--as=nobody").text())
                .isEqualTo("no");
        assertThat(scope.kubectl("auth", "can-i", "list", "pods").text()).isEqualTo("yes");
    }

    @Test
    @DisplayName("is told what is invalid")
    void invalid(Scope scope) {
        Shell.Result result = scope.kubectl("create", "configmap", "Not_A_Name");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("metadata.name: Invalid value: \"Not_A_Name\": a lowercase RFC 1123 subdomain");
    }

    @Test
    @DisplayName("lists the resources and explains a field")
    void discovers(Scope scope) {
        assertThat(scope.kubectl("api-resources", "-o", "name").orFail().text()).contains("pods", "deployments.apps");
        assertThat(scope.kubectl("explain", "pod.spec.containers.image")
                        .orFail()
                        .text())
                .contains("FIELD: image");
    }

    private static Shell.Result apply(Scope scope, String value) {
        return scope.cluster()
                .kubectlWithInput(TWO_DOCUMENTS.formatted(value), "--namespace", scope.namespace(), "apply", "-f", "-")
                .orFail();
    }
}
