package dev.caravel.apiserver.admission.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.apiserver.fixture.WebhookServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("program")
@DisplayName("Admission webhooks of a running server")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AdmissionWebhooksIT {
    private static final String CONFIGURATION = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: %sWebhookConfiguration
            metadata: {name: %2$s}
            webhooks:
            - name: %2$s.example.com
              clientConfig: %3$s
              sideEffects: None
              admissionReviewVersions: [v1]
              objectSelector: {matchLabels: {hook: %2$s}}
              rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: [configmaps, pods]}]
              %4$s
            """;

    @TempDir
    static Path logs;

    @AutoClose
    private static WebhookServer webhooks;

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        webhooks = WebhookServer.start("hook.default.svc");
        server = ApiServerProcess.start(AdmissionWebhooksIT::audit);
        admin = server.client("admin");
        create("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: default, namespace: default}
                """);
    }

    private static List<String> audit(Path directory) {
        Path policy = directory.resolve("policy.yaml");
        try {
            Files.writeString(policy, """
                    apiVersion: audit.k8s.io/v1
                    kind: Policy
                    omitStages: [RequestReceived]
                    rules:
                    - {level: Request, verbs: [create], resources: [{group: "", resources: [configmaps]}], namespaces: [default]}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + log());
    }

    private static Path log() {
        return logs.resolve("audit.log");
    }

    private static void create(String yaml) {
        admin.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).create();
    }

    /** A configuration works once the server's watch has told of it: each try is a dry run, which leaves nothing behind. */
    private static void configure(String kind, String name, String client, String more) {
        create(CONFIGURATION.formatted(kind, name, client, more));
        while (webhooks.reviewsOf("/" + name).isEmpty()) {
            try {
                admin.resource(map("try", name)).dryRun().create();
            } catch (KubernetesClientException e) {
                assertThat(e.getMessage()).contains(name + ".example.com");
            }
        }
        webhooks.reviewsOf("/" + name).clear();
    }

    private static void configure(String kind, String name, String more) {
        configure(kind, name, webhooks.clientConfig("/" + name), more);
    }

    private static ConfigMap map(String name, String hook) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("hook", hook)
                .endMetadata()
                .addToData("a", "b")
                .build();
    }

    private static ConfigMap create(String name, String hook) {
        return admin.resource(map(name, hook)).create();
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return admin.getHttpClient()
                .sendAsync(
                        admin.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(server.url() + path)
                                .post("application/json", body)
                                .build(),
                        String.class)
                .get();
    }

    @Test
    @DisplayName("see the request with its options, and change the object before it is stored")
    void mutating() throws Exception {
        webhooks.respond("/mutating", WebhookServer.patch("[{op: 'add', path: '/data/mutated', value: 'yes'}]"));
        configure("Mutating", "mutating", "");

        HttpResponse<String> created = post(
                "/api/v1/namespaces/default/configmaps?fieldManager=me&fieldValidation=Strict",
                Json.object(
                                "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'mutated', labels: {hook: 'mutating'}}, data: {a: 'b'}}")
                        .toString());

        assertThat(created.code()).isEqualTo(201);
        JsonNode request = webhooks.reviewsOf("/mutating").take().path("request");
        assertThat(request.path("options"))
                .isEqualTo(
                        Json.tree(
                                "{kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'me', fieldValidation: 'Strict'}"));
        assertThat(request.at("/object/data")).isEqualTo(Json.tree("{a: 'b'}"));
        assertThat(request.at("/userInfo/groups").toString()).contains("system:masters");
        assertThat(admin.configMaps()
                        .inNamespace("default")
                        .withName("mutated")
                        .get()
                        .getData())
                .isEqualTo(Map.of("a", "b", "mutated", "yes"));
    }

    @Test
    @DisplayName("do not make of an object another one, or change what the system keeps")
    void systemFields() {
        webhooks.respond("/meddling", review -> {
            boolean renaming =
                    review.at("/request/object/metadata/name").asText().equals("renamed");
            return WebhookServer.patch(
                    renaming
                            ? "[{op: 'replace', path: '/metadata/name', value: 'other'}]"
                            : "[{op: 'add', path: '/metadata/uid', value: 'mine'}, {op: 'add', path: '/metadata/generation', value: 7}]");
        });
        configure("Mutating", "meddling", "");

        assertThat(create("kept", "meddling").getMetadata().getUid()).isNotEqualTo("mine");
        assertThatThrownBy(() -> create("renamed", "meddling"))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(400);
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo("the name of the object (other) does not match the name on the URL (renamed)");
                });
    }

    @Test
    @DisplayName("have built-in plugins look again at what they added, and hear of each other's changes")
    void reinvocation() throws Exception {
        webhooks.respond(
                "/sidecar",
                review -> review.at("/request/object/spec/containers").size() == 1
                        ? WebhookServer.patch(
                                "[{op: 'add', path: '/spec/containers/-', value: {name: 'side', image: 's'}}]")
                        : "{allowed: true}");
        webhooks.respond("/early", "{allowed: true}");
        configure("Mutating", "sidecar", "");
        create(CONFIGURATION
                .formatted("Mutating", "early", webhooks.clientConfig("/early"), "reinvocationPolicy: IfNeeded")
                .replace("hook: early", "hook: sidecar"));
        while (webhooks.reviewsOf("/early").isEmpty()) {
            admin.resource(pod("try")).dryRun().create();
        }
        webhooks.reviewsOf("/early").clear();

        Pod created = admin.resource(pod("with-sidecar")).create();

        assertThat(created.getSpec().getContainers()).hasSize(2);
        assertThat(created.getSpec().getContainers().get(1).getVolumeMounts())
                .as("the token, mounted by the ServiceAccount plugin in its second round")
                .hasSize(1);
        assertThat(webhooks.reviewsOf("/early").take().at("/request/object/spec/containers"))
                .hasSize(1);
        assertThat(webhooks.reviewsOf("/early").take().at("/request/object/spec/containers"))
                .hasSize(2);
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("hook", "sidecar")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("m")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    @DisplayName("refuse with a code of their own, deletes too, and warn")
    void validating() throws Exception {
        webhooks.respond(
                "/deny", "{allowed: false, status: {code: 418, message: 'no coffee'}, warnings: ['this is a teapot']}");
        configure("Validating", "deny", "");

        HttpResponse<String> refused = post(
                "/api/v1/namespaces/default/configmaps",
                Json.object("{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x', labels: {hook: 'deny'}}}")
                        .toString());

        assertThat(refused.code()).isEqualTo(418);
        assertThat(Json.object(refused.body()).path("message").asText())
                .isEqualTo("admission webhook \"deny.example.com\" denied the request: no coffee");
        assertThat(refused.headers("Warning")).containsExactly("299 - \"this is a teapot\"");
    }

    @Test
    @DisplayName("are called as services, and hold up a request no longer than they may")
    void service() {
        create("""
                apiVersion: v1
                kind: Service
                metadata: {name: hook, namespace: default}
                spec: {type: ExternalName, externalName: localhost}
                """);
        webhooks.respond("/service", "{allowed: true}");
        configure(
                "Validating",
                "service",
                "{service: {namespace: default, name: hook, path: /service, port: %d}, caBundle: %s}"
                        .formatted(webhooks.port(), webhooks.caBundle()),
                "timeoutSeconds: 1");
        assertThat(create("served", "service").getMetadata().getUid()).isNotEmpty();

        webhooks.handle("/service", _ -> {});

        assertThatThrownBy(() -> create("slow", "service"))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(500);
                    assertThat(e.getStatus().getMessage())
                            .isEqualTo(
                                    "Internal error occurred: failed calling webhook \"service.example.com\": failed to call webhook:"
                                            + " Post \"https://hook.default.svc:%d/service?timeout=1s\": context deadline exceeded"
                                                    .formatted(webhooks.port()));
                });
    }

    @Test
    @DisplayName("leave their traces in the audit log and in metrics")
    void traces() throws Exception {
        webhooks.respond("/traced", _ -> WebhookServer.patch("[{op: 'add', path: '/data/c', value: 'd'}]")
                .replace("{allowed: true", "{allowed: true, auditAnnotations: {note: 'seen'}"));
        configure("Mutating", "traced", "");

        create("traced", "traced");

        Map<String, String> annotations = annotations("traced");
        assertThat(annotations).containsEntry("traced.example.com/note", "seen");
        assertThat(annotations.entrySet())
                .anySatisfy(entry -> {
                    assertThat(entry.getKey()).matches("mutation\\.webhook\\.admission\\.k8s\\.io/round_0_index_\\d");
                    assertThat(Json.object(entry.getValue()))
                            .isEqualTo(Json.object(
                                    "{configuration: 'traced', webhook: 'traced.example.com', mutated: true}"));
                })
                .anySatisfy(entry -> {
                    assertThat(entry.getKey()).matches("patch\\.webhook\\.admission\\.k8s\\.io/round_0_index_\\d");
                    assertThat(Json.object(entry.getValue()).path("patch"))
                            .isEqualTo(Json.tree("[{op: 'add', path: '/data/c', value: 'd'}]"));
                });
        assertThat(admin.raw("/metrics"))
                .contains("apiserver_admission_webhook_request_total{code=\"200\",name=\"traced.example.com\"")
                .contains("apiserver_admission_webhook_admission_duration_seconds_bucket{name=\"traced.example.com\"");
    }

    private static Map<String, String> annotations(String name) throws Exception {
        return event(name).path("annotations").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText()));
    }

    /** The event is written when the client may have its answer already. */
    private static ObjectNode event(String name) throws Exception {
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            log().toAbsolutePath().getParent().register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
            while (true) {
                Optional<ObjectNode> event = Files.readAllLines(log()).stream()
                        .filter(line -> line.endsWith("}"))
                        .map(Json::object)
                        .filter(line -> line.at("/objectRef/name").asText().equals(name))
                        .findFirst();
                if (event.isPresent()) {
                    return event.get();
                }
                WatchKey change = changes.poll(30, TimeUnit.SECONDS);
                assertThat(change).as("an event of " + name).isNotNull();
                change.reset();
            }
        }
    }

    @Test
    @DisplayName("are not stored when they could not be called")
    void validation() {
        assertThatThrownBy(() -> create(CONFIGURATION.formatted("Validating", "wrong", "{}", "timeoutSeconds: 60")))
                .hasMessageContaining(
                        "webhooks[0].timeoutSeconds: Invalid value: 60: the timeout value must be between 1 and 30 seconds")
                .hasMessageContaining(
                        "webhooks[0].clientConfig: Required value: exactly one of url or service is required");
    }
}
