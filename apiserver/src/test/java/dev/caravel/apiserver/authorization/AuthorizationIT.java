package dev.caravel.apiserver.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authorization.webhook.ReviewServer;
import dev.caravel.apiserver.authorization.webhook.ReviewServer.Answer;
import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A server with --authorization-config")
class AuthorizationIT {
    @TempDir
    static Path directory;

    @AutoClose
    private static ReviewServer webhook;

    @AutoClose
    private static ApiServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        webhook = new ReviewServer(directory);
        write(configuration("NoOpinion", "request.user == 'jane'"));
        server = ApiServerProcess.start(_ -> List.of("--authorization-config=" + directory.resolve("config.yaml")));
    }

    @Test
    @Timeout(120)
    @DisplayName("asks the webhook whom RBAC does not allow, and does so as a changed file says")
    void webhooks() throws Exception {
        try (KubernetesClient jane = server.client("jane");
                KubernetesClient admin = server.client("admin")) {
            webhook.answering(Answer.json("{\"status\":{\"allowed\":false,\"reason\":\"not today\"}}"));
            assertThatThrownBy(() -> jane.pods().inNamespace("one").list())
                    .isInstanceOfSatisfying(KubernetesClientException.class, refusal -> {
                        assertThat(refusal.getCode()).isEqualTo(403);
                        assertThat(refusal.getStatus().getMessage())
                                .isEqualTo("pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group"
                                        + " \"\" in the namespace \"one\": not today");
                    });

            webhook.answering(Answer.json("{\"status\":{\"allowed\":true}}"));
            assertThat(jane.pods()
                            .inNamespace("two")
                            .withLabel("a", "b")
                            .withField("spec.nodeName", "n1")
                            .list()
                            .getItems())
                    .isEmpty();
            assertThat(webhook.asked().getLast().body())
                    .contains(
                            "\"fieldSelector\":{\"requirements\":[{\"key\":\"spec.nodeName\",\"operator\":\"In\",\"values\":[\"n1\"]}]}",
                            "\"labelSelector\":{\"requirements\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\"]}]}");

            webhook.answering(new Answer(404, "text/plain", "nobody here"));
            assertThat(codeOf(() -> jane.pods().inNamespace("three").list())).isEqualTo(500);

            write("authorizers: []");
            awaitReload(admin, "failure");
            assertThat(codeOf(() -> jane.pods().inNamespace("three").list())).isEqualTo(500);

            write(configuration("NoOpinion", "request.user == 'joe'"));
            awaitReload(admin, "success");
            assertThat(codeOf(() -> jane.pods().inNamespace("three").list())).isEqualTo(403);
        }
    }

    private static int codeOf(Runnable request) {
        try {
            request.run();
            return 200;
        } catch (KubernetesClientException e) {
            return e.getCode();
        }
    }

    /** Paced by the answers of the server. */
    private static void awaitReload(KubernetesClient admin, String status) {
        while (admin.raw("/metrics")
                .lines()
                .noneMatch(line -> line.startsWith("apiserver_authorization_config_controller_automatic_reloads_total")
                        && line.contains("\"" + status + "\""))) {
            Thread.onSpinWait();
        }
    }

    private static String configuration(String onFailure, String condition) {
        try {
            return """
                    apiVersion: apiserver.config.k8s.io/v1
                    kind: AuthorizationConfiguration
                    authorizers:
                    - {type: Node, name: node}
                    - {type: RBAC, name: rbac}
                    - type: Webhook
                      name: hook
                      webhook:
                        timeout: 30s
                        subjectAccessReviewVersion: v1
                        matchConditionSubjectAccessReviewVersion: v1
                        failurePolicy: %s
                        connectionInfo: {type: KubeConfigFile, kubeConfigFile: %s}
                        matchConditions: [{expression: "%s"}]
                    """.formatted(onFailure, webhook.kubeconfig(), condition);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** In one step, so that no half is read. */
    private static void write(String content) {
        try {
            Path next = Files.writeString(directory.resolve("next.yaml"), content);
            Files.move(
                    next,
                    directory.resolve("config.yaml"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
