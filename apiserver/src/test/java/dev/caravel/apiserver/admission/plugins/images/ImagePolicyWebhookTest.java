package dev.caravel.apiserver.admission.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.webhook.ReviewServer;
import dev.caravel.apiserver.authorization.webhook.ReviewServer.Answer;
import dev.caravel.apiserver.authorization.webhook.ReviewServer.Asked;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A webhook that decides which images pods may have")
class ImagePolicyWebhookTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final Answer ALLOWED = Answer.json("{\"status\":{\"allowed\":true}}");

    @TempDir
    static Path directory;

    private static ReviewServer server;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final ObjectNode pod = Json.object("{metadata: {name: 'p', annotations: {'a.image-policy.k8s.io/ticket':"
            + " '1', other: 'x'}}, spec: {containers: [{name: 'a', image: 'one'}], initContainers: [{name: 'b', image: 'two'}],"
            + " ephemeralContainers: [{name: 'c', image: 'three'}]}}");

    @BeforeAll
    static void start() throws Exception {
        server = new ReviewServer(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.asked().clear();
    }

    @Test
    @DisplayName("is sent the images and its own annotations of the pod")
    void review() throws Exception {
        server.answering(ALLOWED);
        ImagePolicyWebhook plugin = plugin(false);

        plugin.validate(request("", Operation.CREATE));
        plugin.validate(request("ephemeralcontainers", Operation.UPDATE));
        plugin.validate(request("status", Operation.UPDATE));

        assertThat(server.asked())
                .containsExactly(
                        asked("{\"containers\":[{\"image\":\"one\"},{\"image\":\"two\"}],"),
                        asked("{\"containers\":[{\"image\":\"three\"}],"));
    }

    private static Asked asked(String containers) {
        return new Asked(
                "/authorize?timeout=30s",
                "Bearer abc",
                "{\"kind\":\"ImageReview\",\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"metadata\":{},\"spec\":"
                        + containers
                        + "\"annotations\":{\"a.image-policy.k8s.io/ticket\":\"1\"},\"namespace\":\"dev\"},\"status\":{\"allowed\":false}}");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"status\":{\"allowed\":false}}                       | one or more images rejected by webhook backend",
                "{\"status\":{\"allowed\":false,\"reason\":\"old\"}}    | image policy webhook backend denied one or more images: old",
                "{}                                                     | one or more images rejected by webhook backend",
                "{\"status\":{\"allowed\":\"yes\"}}                     | the webhook's status.allowed is not a boolean",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}               | the webhook answered with a Pod of v1, not with a ImageReview of imagepolicy.k8s.io/v1alpha1",
            })
    @DisplayName("refuses pods")
    void refuses(String answer, String why) throws Exception {
        server.answering(Answer.json(answer));
        ImagePolicyWebhook plugin = plugin(false);

        assertThatThrownBy(() -> plugin.validate(request("", Operation.CREATE)))
                .hasMessage("pods \"p\" is forbidden: " + why);
    }

    @Test
    @DisplayName("lets nothing in when it fails, unless it is told to")
    void failure() throws Exception {
        server.answering(new Answer(500, "text/plain", "boom"));
        ImagePolicyWebhook strict = plugin(false);

        assertThatThrownBy(() -> strict.validate(request("", Operation.CREATE)))
                .hasMessage("pods \"p\" is forbidden: an error on the server (\"boom\") has prevented the request from"
                        + " succeeding");
        assertThat(server.asked()).hasSize(5);
        plugin(true).validate(request("", Operation.CREATE));
        assertThat(server.asked()).hasSize(10);
    }

    @Test
    @DisplayName("is not asked again while its answer holds")
    void remembers() throws Exception {
        server.answering(ALLOWED);
        ImagePolicyWebhook plugin = plugin(false);

        plugin.validate(request("", Operation.CREATE));
        now.set(now.get().plusSeconds(59));
        plugin.validate(request("", Operation.CREATE));
        assertThat(server.asked()).hasSize(1);
        now.set(now.get().plusSeconds(1));
        plugin.validate(request("", Operation.CREATE));
        assertThat(server.asked()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{allowTTL: 1801} | valid value is between 1s and 30m0s, got 30m1s",
                "{denyTTL: -2} | valid value is between 1s and 30m0s, got -2s",
                "{retryBackoff: 300001} | valid value is between 1ns and 5m0s, got 5m0.001s",
            })
    @DisplayName("is configured within limits")
    void limits(String settings, String message) {
        ObjectNode policy = Json.object(settings).put("kubeConfigFile", "/f");
        ObjectNode configuration = Json.object("{}");
        configuration.set("imagePolicy", policy);

        assertThatThrownBy(() -> ImagePolicySettings.of(configuration)).hasMessage(message);
    }

    @Test
    @DisplayName("has defaults, and can be told to remember nothing")
    void defaults() {
        assertThat(ImagePolicySettings.of(Json.object("{imagePolicy: {kubeConfigFile: '/f', denyTTL: -1}}")))
                .isEqualTo(new ImagePolicySettings(
                        Path.of("/f"), Duration.ofMinutes(5), Duration.ZERO, Duration.ofMillis(500), false));
    }

    @Test
    @DisplayName("cannot be without a configuration, or with one that leads nowhere")
    void unusable() {
        assertThatThrownBy(() -> ImagePolicyWebhook.of(MissingNode.getInstance(), server.vertx(), clock, new Random(1)))
                .hasMessage("couldn't init admission plugin \"ImagePolicyWebhook\": no config specified");
        assertThatThrownBy(() -> ImagePolicyWebhook.of(
                        Json.object("{imagePolicy: {kubeConfigFile: '/no/such'}}"),
                        server.vertx(),
                        clock,
                        new Random(1)))
                .hasMessage("couldn't init admission plugin \"ImagePolicyWebhook\": /no/such");
    }

    private ImagePolicyWebhook plugin(boolean defaultAllow) throws Exception {
        Path kubeconfig = server.kubeconfig();
        return new ImagePolicyWebhook(
                new ImagePolicySettings(
                        kubeconfig,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(500),
                        defaultAllow),
                new ReviewClient(server.vertx(), WebhookKubeconfig.read(kubeconfig), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(500), 5, new Random(1), _ -> {}),
                clock);
    }

    private AdmissionRequest request(String subresource, Operation operation) {
        return new AdmissionRequest(
                operation,
                CATALOG.find(new GroupVersionResource("", "v1", "pods")).orElseThrow(),
                subresource,
                "dev",
                "p",
                Optional.of(pod),
                operation == Operation.CREATE ? Optional.empty() : Optional.of(pod),
                UserInfo.of("ed"),
                false,
                new ArrayList<String>()::add);
    }
}
