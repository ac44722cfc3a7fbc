package dev.caravel.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("program")
@DisplayName("The audit log")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AuditIT {
    @TempDir
    Path logs;

    @Test
    @DisplayName("tells who did what, whether they might, and what came of it")
    void events() throws Exception {
        Path log = logs.resolve("audit.log");
        try (ApiServerProcess server = ApiServerProcess.start(directory -> flags(directory, log));
                KubernetesClient admin = server.client("admin");
                KubernetesClient jane = server.client("jane")) {
            admin.configMaps()
                    .inNamespace("default")
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withGenerateName("audited-")
                            .endMetadata()
                            .addToData("a", "b")
                            .build())
                    .create();
            assertThatThrownBy(() -> jane.configMaps().inNamespace("default").list())
                    .isInstanceOf(KubernetesClientException.class);
        }

        List<JsonObject> events =
                Files.readAllLines(log).stream().map(JsonObject::new).toList();
        JsonObject created = only(events, "create", "ResponseComplete");
        assertThat(created.getString("level")).isEqualTo("RequestResponse");
        assertThat(created.getJsonObject("user").getString("username")).isEqualTo("admin");
        assertThat(created.getJsonObject("objectRef").getString("resource")).isEqualTo("configmaps");
        assertThat(created.getJsonObject("requestObject").getJsonObject("data").getString("a"))
                .isEqualTo("b");
        assertThat(created.getJsonObject("responseObject")
                        .getJsonObject("metadata")
                        .getString("name"))
                .startsWith("audited-");
        assertThat(created.getJsonObject("responseStatus").getInteger("code")).isEqualTo(201);
        assertThat(created.getJsonObject("annotations").getString("authorization.k8s.io/decision"))
                .isEqualTo("allow");
        assertThat(only(events, "create", "RequestReceived").getString("auditID"))
                .isEqualTo(created.getString("auditID"));

        JsonObject forbidden = only(events, "list", "ResponseComplete");
        assertThat(forbidden.getJsonObject("user").getString("username")).isEqualTo("jane");
        assertThat(forbidden.getJsonObject("responseStatus").getString("reason"))
                .isEqualTo("Forbidden");
        assertThat(forbidden.getJsonObject("annotations").getString("authorization.k8s.io/decision"))
                .isEqualTo("forbid");
    }

    private static JsonObject only(List<JsonObject> events, String verb, String stage) {
        List<JsonObject> found = events.stream()
                .filter(event -> event.getString("verb").equals(verb)
                        && event.getString("stage").equals(stage))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<String> flags(Path directory, Path log) {
        Path policy = directory.resolve("policy.yaml");
        try {
            Files.writeString(policy, """
                    apiVersion: audit.k8s.io/v1
                    kind: Policy
                    rules:
                    - {level: RequestResponse, resources: [{group: "", resources: [configmaps]}], namespaces: [default]}
                    - {level: None}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + log);
    }
}
