package dev.caravel.apiserver.authentication.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The webhook of --authentication-token-webhook-config-file")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class WebhookTokensIT {
    private static final List<String> AUDIENCES = List.of("https://kubernetes");

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> asked = new LinkedBlockingQueue<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private HttpServer server;
    private WebhookTokens tokens;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        tokens = tokens("v1", Duration.ofMinutes(2));
    }

    @AfterEach
    void stop() {
        tokens.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private WebhookTokens tokens(String version, Duration remembered) throws Exception {
        Path config = Files.writeString(directory.resolve("webhook.kubeconfig"), """
                clusters: [{name: webhook, cluster: {server: "http://127.0.0.1:%d/review"}}]
                contexts: [{name: webhook, context: {cluster: webhook}}]
                current-context: webhook
                """.formatted(server.actualPort()));
        return new WebhookTokens(
                TokenReviewVersion.of(version),
                new ReviewClient(vertx, WebhookKubeconfig.read(config), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(500), 5, new Random(1), _ -> {}),
                AUDIENCES,
                remembered,
                Clock.systemUTC());
    }

    /** Each answer is a status and a body. */
    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(body.toJsonObject());
            String[] answer = answers.remove().split(" ", 2);
            request.response()
                    .setStatusCode(Integer.parseInt(answer[0]))
                    .putHeader("Content-Type", "application/json")
                    .end(answer[1]);
        });
    }

    private static String jane(String version) {
        return "200 {\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/" + version
                + "\",\"status\":{\"authenticated\":true,\"user\":{\"username\":\"jane\",\"uid\":\"1\","
                + "\"groups\":[\"dev\"],\"extra\":{\"k\":[\"v\"]}}}}";
    }

    @ParameterizedTest
    @CsvSource({"v1", "v1beta1"})
    @DisplayName("is told the token and the audiences, and tells the user, in either version")
    void user(String version) throws Exception {
        tokens = tokens(version, Duration.ZERO);
        answers.add(jane(version));

        TokenAuthenticator.Holder holder =
                tokens.authenticate("secret", AUDIENCES).orElseThrow();

        JsonObject review = asked.take();
        assertThat(review.getString("apiVersion")).isEqualTo("authentication.k8s.io/" + version);
        assertThat(review.getString("kind")).isEqualTo("TokenReview");
        assertThat(review.getJsonObject("spec"))
                .isEqualTo(new JsonObject()
                        .put("token", "secret")
                        .put("audiences", new JsonArray().add("https://kubernetes")));
        assertThat(holder.user().name()).isEqualTo("jane");
        assertThat(holder.user().uid()).isEqualTo("1");
        assertThat(holder.user().groups()).containsExactly("dev");
        assertThat(holder.user().extra()).containsEntry("k", List.of("v"));
        assertThat(holder.audiences()).isEqualTo(AUDIENCES);
    }

    @Test
    @DisplayName("is asked once for a token, for as long as its answer is remembered")
    void remembered() throws Exception {
        answers.add(jane("v1"));
        answers.add("200 {\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"status\":{}}");

        assertThat(tokens.authenticate("secret", AUDIENCES)).isPresent();
        assertThat(tokens.authenticate("secret", AUDIENCES)).isPresent();
        assertThat(tokens.authenticate("other", AUDIENCES)).isEmpty();
        assertThat(tokens.authenticate("other", AUDIENCES)).isEmpty();

        assertThat(asked).hasSize(2);
    }

    @Test
    @DisplayName("is asked again when it fails in a passing way, five times at most")
    void retries() throws Exception {
        answers.addAll(List.of("500 {}", "429 {}", "504 {}", jane("v1")));
        assertThat(tokens.authenticate("secret", AUDIENCES)).isPresent();

        answers.addAll(List.of("500 {}", "500 {}", "500 {}", "500 {}", "500 {}"));
        assertThatThrownBy(() -> tokens.authenticate("other", AUDIENCES)).isInstanceOf(AuthenticationException.class);

        assertThat(asked).hasSize(9);
    }

    @Test
    @DisplayName("is not asked again, nor is it remembered, when it refuses or says nothing of use")
    void failures() throws Exception {
        for (String bad : List.of(
                "403 {}",
                "200 none",
                "200 []",
                "200 {}",
                "200 {\"kind\":\"Pod\",\"apiVersion\":\"v1\"}",
                jane("v1beta1"),
                "200 {\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"status\":{\"authenticated\":\"yes\"}}")) {
            answers.add(bad);
            assertThatThrownBy(() -> tokens.authenticate("secret", AUDIENCES))
                    .as(bad)
                    .isInstanceOf(AuthenticationException.class);
        }
        answers.add("200 {\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\","
                + "\"status\":{\"error\":\"it has been revoked\"}}");
        assertThatThrownBy(() -> tokens.authenticate("secret", AUDIENCES)).hasMessage("it has been revoked");

        assertThat(asked).hasSize(8);
    }

    @Test
    @DisplayName("decides for which audiences a token is, and it is for the API server when it does not")
    void audiences() throws Exception {
        String answer = jane("v1");
        String vault = answer.replace("\"authenticated\"", "\"audiences\":[\"vault\"],\"authenticated\"");

        answers.addAll(Arrays.asList(vault, vault, answer));
        assertThat(tokens.authenticate("a", AUDIENCES)).isEmpty();
        assertThat(tokens.authenticate("b", List.of("vault", "x")).orElseThrow().audiences())
                .containsExactly("vault");
        assertThat(tokens.authenticate("c", List.of("vault"))).isEmpty();
    }

    @Test
    @DisplayName("has a version that there is")
    void versions() {
        assertThatThrownBy(() -> TokenReviewVersion.of("v2"))
                .hasMessage("unsupported authentication webhook version \"v2\", supported versions are \"v1\","
                        + " \"v1beta1\"");
    }
}
