package dev.caravel.apiserver.authorization.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.authorization.Selectors;
import dev.caravel.apiserver.authorization.webhook.ReviewServer.Answer;
import dev.caravel.apiserver.authorization.webhook.ReviewServer.Asked;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

@DisplayName("A webhook that is asked who may do what")
class WebhookAuthorizerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Answer ALLOWED = Answer.json("{\"status\":{\"allowed\":true,\"reason\":\"so it is\"}}");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Duration> pauses = new ArrayList<>();

    @TempDir
    static Path directory;

    private static ReviewServer server;

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
    @DisplayName("is sent what upstream sends, to the letter")
    void review() throws Exception {
        server.answering(ALLOWED);
        Attributes asked = new Attributes(
                new UserInfo("bob", "7", List.of("g1", "system:authenticated"), Map.of("k", List.of("v"))),
                "list",
                "default",
                "",
                "v1",
                "pods",
                "",
                "",
                true,
                "/api/v1/namespaces/default/pods",
                Selectors.parse("spec.nodeName==n1,status.phase!=x", "e,a in (z,b),c!=d,n>1"));

        assertThat(ask("v1beta1", asked)).isEqualTo(new Decision(Verdict.ALLOW, "so it is"));
        assertThat(ask("v1", path("jane"))).isEqualTo(new Decision(Verdict.ALLOW, "so it is"));

        assertThat(server.asked())
                .containsExactly(
                        new Asked(
                                "/authorize?timeout=30s",
                                "Bearer abc",
                                "{\"kind\":\"SubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1beta1\",\"metadata\":{},\"spec\":{\"resourceAttributes\":{\"namespace\":\"default\",\"verb\":\"list\",\"version\":\"v1\",\"resource\":\"pods\",\"fieldSelector\":{\"requirements\":[{\"key\":\"spec.nodeName\",\"operator\":\"In\",\"values\":[\"n1\"]},{\"key\":\"status.phase\",\"operator\":\"NotIn\",\"values\":[\"x\"]}]},\"labelSelector\":{\"requirements\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\",\"z\"]},{\"key\":\"c\",\"operator\":\"NotIn\",\"values\":[\"d\"]},{\"key\":\"e\",\"operator\":\"Exists\"}]}},\"user\":\"bob\",\"group\":[\"g1\",\"system:authenticated\"],\"extra\":{\"k\":[\"v\"]},\"uid\":\"7\"},\"status\":{\"allowed\":false}}"),
                        new Asked(
                                "/authorize?timeout=30s",
                                "Bearer abc",
                                "{\"kind\":\"SubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"metadata\":{},\"spec\":{\"nonResourceAttributes\":{\"path\":\"/version\",\"verb\":\"get\"},\"user\":\"jane\"},\"status\":{\"allowed\":false}}"));
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"status\":{\"allowed\":true}}                                | ALLOW      | ``    | ``",
                "{\"status\":{\"allowed\":false,\"reason\":\"why\"}}            | NO_OPINION | why   | ``",
                "{\"status\":{\"allowed\":false,\"denied\":true}}               | DENY       | ``    | ``",
                "{\"status\":{\"allowed\":true,\"denied\":true}}                | DENY       | ``    | webhook subject access review returned both allow and deny response",
                "{}                                                             | NO_OPINION | ``    | ``",
                "{\"status\":{\"allowed\":\"yes\"}}                             | NO_OPINION | ``    | json: cannot unmarshal string into Go struct field SubjectAccessReviewStatus.status.allowed of type bool",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}                       | NO_OPINION | ``    | converting (v1.Pod) to (v1.SubjectAccessReview): unknown conversion",
                "<html>                                                         | NO_OPINION | ``    | couldn't get version/kind; json parse error",
                "[]                                                             | NO_OPINION | ``    | couldn't get version/kind; json parse error",
            })
    @DisplayName("is understood, or is said not to be")
    void answers(String body, Verdict verdict, String reason, String error) throws Exception {
        server.answering(Answer.json(body));

        Decision decision = ask("v1", path("jane"));

        assertThat(decision.verdict()).isEqualTo(verdict);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.error()).startsWith(error);
        assertThat(decision.failed()).isEqualTo(!error.isEmpty());
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    @DisplayName("is asked again when it is down for a moment or cuts the connection")
    void retries() throws Exception {
        server.answering(ALLOWED)
                .answeringOnce(
                        new Answer(500, "text/plain", "boom"),
                        new Answer(0, "", ""),
                        new Answer(429, "text/plain", "busy"));

        assertThat(ask("v1", path("jane")).allowed()).isTrue();
        assertThat(server.asked()).hasSize(4);
        assertThat(pauses).hasSize(3);
        assertThat(counted("webhook_evaluations_total", "error")).isEqualTo(3);
        assertThat(counted("webhook_evaluations_total", "success")).isEqualTo(1);
    }

    @Test
    @DisplayName("has no opinion, or denies, when it fails five times")
    void failure() throws Exception {
        server.answering(new Answer(500, "text/plain", "boom"));
        String error = "an error on the server (\"boom\") has prevented the request from succeeding";

        assertThat(ask("v1", path("jane"))).isEqualTo(new Decision(Verdict.NO_OPINION, "", error));
        assertThat(server.asked()).hasSize(5);
        assertThat(counted("webhook_evaluations_fail_open_total", "error")).isEqualTo(1);

        assertThat(authorizer("ca.crt", Verdict.DENY, PATIENCE, AccessConditions.ALWAYS)
                        .authorize(path("jane")))
                .isEqualTo(new Decision(Verdict.DENY, "", error));
        assertThat(counted("webhook_evaluations_fail_open_total", "error")).isEqualTo(1);
    }

    @Test
    @DisplayName("is given up when it does not answer in time")
    void hangs() throws Exception {
        server.answering(new Answer(-1, "", ""));

        Decision decision = authorizer("ca.crt", Verdict.NO_OPINION, Duration.ofMillis(200), AccessConditions.ALWAYS)
                .authorize(path("jane"));

        assertThat(decision.verdict()).isEqualTo(Verdict.NO_OPINION);
        assertThat(decision.error()).endsWith("/authorize?timeout=200ms\": context deadline exceeded");
        assertThat(counted("webhook_evaluations_total", "timeout")).isEqualTo(1);
    }

    @Test
    @DisplayName("is not trusted with a certificate of another authority")
    void untrusted() throws Exception {
        server.answering(ALLOWED);

        Decision decision = authorizer("other-ca.crt", Verdict.NO_OPINION, PATIENCE, AccessConditions.ALWAYS)
                .authorize(path("jane"));

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.failed()).isTrue();
        assertThat(server.asked()).isEmpty();
    }

    @Test
    @DisplayName("is not asked again for as long as its answer holds")
    void remembers() throws Exception {
        server.answering(ALLOWED);
        WebhookAuthorizer webhook = authorizer("ca.crt", Verdict.NO_OPINION, PATIENCE, AccessConditions.ALWAYS);

        webhook.authorize(path("jane"));
        now.set(now.get().plusSeconds(299));
        webhook.authorize(path("jane"));
        assertThat(server.asked()).hasSize(1);
        now.set(now.get().plusSeconds(1));
        webhook.authorize(path("jane"));
        assertThat(server.asked()).hasSize(2);

        server.answering(Answer.json("{}"));
        webhook.authorize(path("joe"));
        now.set(now.get().plusSeconds(29));
        webhook.authorize(path("joe"));
        assertThat(server.asked()).hasSize(3);
        now.set(now.get().plusSeconds(1));
        webhook.authorize(path("joe"));
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    @DisplayName("has its answers forgotten when the question is suspiciously long")
    void overlong() throws Exception {
        server.answering(ALLOWED);
        WebhookAuthorizer webhook = authorizer("ca.crt", Verdict.NO_OPINION, PATIENCE, AccessConditions.ALWAYS);
        Attributes asked =
                new Attributes(UserInfo.of("jane"), "get", "", "", "", "", "", "", false, "/" + "x".repeat(10_000));

        webhook.authorize(asked);
        webhook.authorize(asked);

        assertThat(server.asked()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "request.user == 'jane' && !has(request.resourceAttributes)                           | ALLOW",
                "has(request.resourceAttributes)                                                       | NO_OPINION",
                "request.nonResourceAttributes.path.startsWith('/v') && request.uid == ''              | ALLOW",
                "'admins' in request.groups                                                            | NO_OPINION",
                "request.resourceAttributes.namespace == 'x'                                           | DENY",
                "!(request.user in ['joe']) && request.extra.size() == 0                               | ALLOW",
            })
    @DisplayName("is asked when its conditions are met; with one that fails, it fails")
    void conditions(String expression, Verdict verdict) throws Exception {
        server.answering(ALLOWED);

        Decision decision = authorizer("ca.crt", Verdict.DENY, PATIENCE, AccessConditions.compile(List.of(expression)))
                .authorize(path("jane"));

        assertThat(decision.verdict()).isEqualTo(verdict);
        assertThat(server.asked()).hasSize(verdict == Verdict.ALLOW ? 1 : 0);
        if (verdict == Verdict.DENY) {
            assertThat(decision.error())
                    .startsWith("cel evaluation error: expression '" + expression + "' resulted in error:");
        }
    }

    private Decision ask(String version, Attributes asked) throws Exception {
        return new WebhookAuthorizer(
                        settings(version, Verdict.NO_OPINION, AccessConditions.ALWAYS),
                        client("ca.crt", PATIENCE),
                        backoff(),
                        new WebhookMetrics(metrics),
                        clock)
                .authorize(asked);
    }

    private WebhookAuthorizer authorizer(String ca, Verdict onFailure, Duration timeout, AccessConditions conditions)
            throws Exception {
        return new WebhookAuthorizer(
                settings("v1", onFailure, conditions),
                client(ca, timeout),
                backoff(),
                new WebhookMetrics(metrics),
                clock);
    }

    private static WebhookAuthorizer.Settings settings(String version, Verdict onFailure, AccessConditions conditions) {
        return new WebhookAuthorizer.Settings(
                "hook",
                ReviewVersion.of(version),
                onFailure,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                conditions);
    }

    private ReviewClient client(String ca, Duration timeout) throws Exception {
        return new ReviewClient(
                server.vertx(), WebhookKubeconfig.read(server.kubeconfig(ca + ".kubeconfig", ca)), timeout);
    }

    private Backoff backoff() {
        return new Backoff(Duration.ofMillis(500), 5, new Random(1), pauses::add);
    }

    private double counted(String name, String result) {
        return metrics.get("apiserver_authorization_" + name)
                .tags("name", "hook", "result", result)
                .counter()
                .count();
    }

    private static Attributes path(String user) {
        return new Attributes(UserInfo.of(user), "get", "", "", "", "", "", "", false, "/version");
    }
}
