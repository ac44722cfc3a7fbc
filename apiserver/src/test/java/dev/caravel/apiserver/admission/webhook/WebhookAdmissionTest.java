package dev.caravel.apiserver.admission.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.fixture.WebhookServer;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.webhook.ServiceLocator;
import dev.caravel.apiserver.webhook.WebhookClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Admission webhooks")
@Timeout(60)
class WebhookAdmissionTest {
    private static final String PODS =
            "rules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods']}]";
    private static final Authorizer AUTHORIZER = _ -> Authorizer.NO_OPINION;

    private static final Vertx vertx = Vertx.vertx();
    private static WebhookServer server;

    private final InMemoryObjects objects = new InMemoryObjects();
    private final WebhookClient client = new WebhookClient(vertx, new ServiceLocator(objects));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = WebhookServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        vertx.close();
    }

    @BeforeEach
    void namespace() {
        objects.create(
                new GroupResource("", "namespaces"), "", Json.object("{metadata: {name: 'ns', labels: {team: 'a'}}}"));
    }

    private void configure(String plural, String name, String... webhooks) {
        objects.create(
                new GroupResource("admissionregistration.k8s.io", plural),
                "",
                Json.object("{metadata: {name: '%s'}, webhooks: [%s]}".formatted(name, String.join(",", webhooks))));
    }

    private void mutating(String... webhooks) {
        configure("mutatingwebhookconfigurations", "m", webhooks);
    }

    private void validating(String... webhooks) {
        configure("validatingwebhookconfigurations", "v", webhooks);
    }

    private static String webhook(String name, String more) {
        return "{name: '%s.example.com', clientConfig: %s, sideEffects: 'None', admissionReviewVersions: ['v1'], %s%s}"
                .formatted(name, server.clientConfig("/" + name), PODS, more.isEmpty() ? "" : ", " + more);
    }

    private AdmissionRequest create(ObjectNode pod) {
        return Writes.write(Operation.CREATE, new GroupResource("", "pods"), pod, null, warnings::add);
    }

    private static ObjectNode pod() {
        return Json.object(
                "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'x', namespace: 'ns', labels: {app: 'web'}}}");
    }

    private void mutate(AdmissionRequest request) {
        MutatingWebhookAdmission plugin =
                new MutatingWebhookAdmission(client, Writes.catalog(), objects, AUTHORIZER, metrics);
        plugin.mutate(request);
        if (request.reinvocation().beginSecondRound()) {
            plugin.mutate(request);
        }
    }

    private ObjectNode mutated() {
        ObjectNode pod = pod();
        mutate(create(pod));
        return pod;
    }

    private void validate(AdmissionRequest request) {
        new ValidatingWebhookAdmission(client, Writes.catalog(), objects, AUTHORIZER, metrics).validate(request);
    }

    private void validate() {
        validate(create(pod()));
    }

    private Map<String, Double> counted() {
        return metrics.getMeters().stream()
                .collect(Collectors.toMap(
                        meter -> meter.getId().getName() + tags(meter),
                        meter -> meter.measure().iterator().next().getValue()));
    }

    private static String tags(Meter meter) {
        return meter.getId().getTags().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    @DisplayName("are asked with the request, and may change its object")
    void patches() {
        mutating(webhook("adds", ""));
        server.respond("/adds", WebhookServer.patch("[{op: 'add', path: '/metadata/labels/b', value: 'c'}]"));

        assertThat(mutated().at("/metadata/labels/b").asText()).isEqualTo("c");

        ObjectNode review = server.reviewsOf("/adds").remove();
        assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
        assertThat(review.at("/request/uid").asText()).isNotEmpty();
        assertThat(review.at("/request/kind")).isEqualTo(Json.tree("{group: '', version: 'v1', kind: 'Pod'}"));
        assertThat(review.at("/request/requestResource"))
                .isEqualTo(Json.tree("{group: '', version: 'v1', resource: 'pods'}"));
        assertThat(review.at("/request/operation").asText()).isEqualTo("CREATE");
        assertThat(review.at("/request/userInfo/username").asText()).isEqualTo("jane");
        assertThat(review.at("/request/object/metadata/labels")).isEqualTo(Json.tree("{app: 'web'}"));
        assertThat(review.at("/request/oldObject").isNull()).isTrue();
    }

    @Test
    @DisplayName("may refuse with a code and reason of their own")
    void refuses() {
        validating(webhook("refuses", ""));
        server.respond("/refuses", "{allowed: false, status: {code: 418, reason: 'Teapot', message: 'no coffee'}}");

        assertThatThrownBy(this::validate).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status().code()).isEqualTo(418);
            assertThat(e.status().reason()).isEqualTo("Teapot");
            assertThat(e.getMessage())
                    .isEqualTo("admission webhook \"refuses.example.com\" denied the request: no coffee");
        });
        assertThat(counted())
                .containsEntry(
                        "apiserver_admission_webhook_rejection_count{error_type=no_error,name=refuses.example.com,"
                                + "operation=CREATE,rejection_code=418,type=validating}",
                        1.0)
                .containsEntry(
                        "apiserver_admission_webhook_request_total{code=418,name=refuses.example.com,operation=CREATE,"
                                + "rejected=true,type=validating}",
                        1.0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("may refuse deletes, whichever kind they are of")
    void deletes(boolean validating) {
        String hook = webhook("keeps", "");
        server.respond("/keeps", "{allowed: false}");
        AdmissionRequest delete =
                Writes.write(Operation.DELETE, new GroupResource("", "pods"), null, pod(), warnings::add);
        if (validating) {
            validating(hook);
        } else {
            mutating(hook);
        }

        assertThatThrownBy(() -> {
                    mutate(delete);
                    validate(delete);
                })
                .hasMessage("admission webhook \"keeps.example.com\" denied the request without explanation");
    }

    @Test
    @DisplayName("cannot change what is being deleted")
    void patchedDelete() {
        mutating(webhook("changes", "failurePolicy: 'Ignore'"));
        server.respond("/changes", WebhookServer.patch("[{op: 'remove', path: '/metadata'}]"));

        assertThatThrownBy(() -> mutate(
                        Writes.write(Operation.DELETE, new GroupResource("", "pods"), null, pod(), warnings::add)))
                .hasMessageContaining("webhook \"changes.example.com\" attempted to modify the object, which is not"
                        + " supported for this operation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status | failed to call webhook: an error on the server (\"unknown\") has prevented the request from succeeding",
                "garbage | failed to call webhook: couldn't get version/kind; json parse error:",
                "uid | received invalid webhook response: expected response.uid=",
                "kind | received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got v2/x, Kind=Lie",
                "absent | received invalid webhook response: webhook response was absent",
                "type | received invalid webhook response: unsupported patch type \"Merge\"",
                "patch | received undecodable patch in webhook response: json: cannot unmarshal {}",
                "hangs | context deadline exceeded"
            })
    @DisplayName("that fail, lie or hang stop a request, unless their failure is to be ignored")
    void failures(String kind, String why) {
        fail(kind);

        mutating(webhook(kind, "timeoutSeconds: 1, failurePolicy: 'Fail'"));
        assertThatThrownBy(this::mutated).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status().code()).isEqualTo(500);
            assertThat(e.getMessage())
                    .startsWith("Internal error occurred: failed calling webhook \"%s.example.com\": ".formatted(kind))
                    .contains(why);
        });

        mutating(webhook(kind, "timeoutSeconds: 1, failurePolicy: 'Ignore'"));
        assertThat(mutated()).isEqualTo(pod());
        assertThat(counted())
                .containsEntry(
                        "apiserver_admission_webhook_fail_open_count{name=%s.example.com,type=admit}".formatted(kind),
                        1.0);
    }

    private static void fail(String kind) {
        String path = "/" + kind;
        switch (kind) {
            case "status" ->
                server.handle(
                        path, request -> request.response().setStatusCode(500).end());
            case "garbage" -> server.handle(path, request -> request.response().end("<html>"));
            case "uid" -> server.answer(path, _ -> review("{uid: 'other', allowed: true}"));
            case "kind" ->
                server.answer(
                        path,
                        review -> Json.object("{apiVersion: 'v2/x', kind: 'Lie', response: {allowed: true, uid: '%s'}}"
                                .formatted(review.at("/request/uid").asText())));
            case "absent" -> server.answer(path, _ -> review("null"));
            case "type" -> server.respond(path, "{allowed: true, patch: 'W10=', patchType: 'Merge'}");
            case "patch" -> server.respond(path, WebhookServer.patch("{}"));
            case "hangs" -> server.handle(path, _ -> {});
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static ObjectNode review(String response) {
        return Json.object("{apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: " + response + "}");
    }

    @Test
    @DisplayName("whose patch does not apply stop a request, even if failures are to be ignored")
    void unfitPatch() {
        mutating(webhook("unfit", "failurePolicy: 'Ignore'"));
        server.respond("/unfit", WebhookServer.patch("[{op: 'remove', path: '/spec/nothing'}]"));

        assertThatThrownBy(this::mutated).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status().code()).isEqualTo(500);
            assertThat(e.getMessage()).contains("the patch of webhook \"unfit.example.com\" cannot be applied");
        });
    }

    @Test
    @DisplayName("with side effects are not asked about a dry run")
    void dryRun() {
        validating(webhook("some", "").replace("'None'", "'Some'"));

        validateDryRunFails("admission webhook \"some.example.com\" does not support dry run");
    }

    private void validateDryRunFails(String message) {
        assertThatThrownBy(() -> validate(Writes.dryRun("pods", pod().toString())))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status().code()).isEqualTo(400);
                    assertThat(e.getMessage()).isEqualTo(message);
                });
    }

    @Test
    @DisplayName("warn in their order, whoever answers first")
    void warnings() {
        CountDownLatch second = new CountDownLatch(1);
        validating(webhook("one", ""), webhook("two", ""));
        server.handle("/one", request -> request.body()
                .onSuccess(body -> Thread.ofVirtual().start(() -> {
                    await(second);
                    String uid = Json.object(body.toString()).at("/request/uid").asText();
                    request.response()
                            .end(review("{allowed: true, warnings: ['a', 'b'], uid: '%s'}".formatted(uid))
                                    .toString());
                })));
        server.respond("/two", _ -> {
            second.countDown();
            return "{allowed: true, warnings: ['c']}";
        });

        validate();

        assertThat(warnings).containsExactly("a", "b", "c");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objectSelector: {matchLabels: {app: 'web'}} | true",
                "objectSelector: {matchLabels: {app: 'db'}} | false",
                "namespaceSelector: {matchLabels: {team: 'a'}} | true",
                "namespaceSelector: {matchLabels: {team: 'b'}} | false",
                "matchConditions: [{name: 'a', expression: 'request.userInfo.username == \"jane\"'}] | true",
                "matchConditions: [{name: 'a', expression: 'object.metadata.name == \"y\"'}] | false",
                "rules: [] | false",
                "rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['UPDATE'], resources: ['*']}] | false",
                "rules: [{apiGroups: [''], apiVersions: ['v2'], operations: ['*'], resources: ['pods']}], matchPolicy: 'Exact' | false",
                "rules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods/*']}] | true",
                "rules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods'], scope: 'Cluster'}] | false"
            })
    @DisplayName("are asked about what their rules, selectors and conditions name")
    void selection(String more, boolean asked) {
        validating(webhook("selects", more));
        server.respond("/selects", "{allowed: false}");

        if (asked) {
            assertThatThrownBy(this::validate).hasMessageContaining("denied the request");
        } else {
            validate();
        }
    }

    @Test
    @DisplayName("whose match conditions fail stop a request, unless their failure is to be ignored")
    void failingCondition() {
        String condition = "matchConditions: [{name: 'a', expression: 'object.spec.missing == 1'}]";
        validating(webhook("picky", condition));
        assertThatThrownBy(this::validate)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(403));

        validating(webhook("picky", condition + ", failurePolicy: 'Ignore'"));
        validate();
    }

    @Test
    @DisplayName("with a namespace selector are an obstacle to what is in no namespace that is there")
    void missingNamespace() {
        validating(webhook("selects", "namespaceSelector: {matchLabels: {team: 'b'}}"));
        objects.delete(new GroupResource("", "namespaces"), "", "ns", Json.object("{}"), null);

        assertThatThrownBy(this::validate).hasMessage("namespaces \"ns\" not found");
    }

    @Test
    @DisplayName("are not asked about configurations of admission: they could never be repaired")
    void exempt() {
        validating(webhook(
                "all", "rules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*']}]"));
        server.respond("/all", "{allowed: false}");

        validate(Writes.create(
                new GroupResource("admissionregistration.k8s.io", "validatingwebhookconfigurations"), "{}"));

        assertThat(server.reviewsOf("/all")).isEmpty();
    }

    @Test
    @DisplayName("see equivalent versions converted to what their rules name")
    void equivalent() {
        String rule =
                "rules: [{apiGroups: ['autoscaling'], apiVersions: ['v1'], operations: ['*'], resources: ['horizontalpodautoscalers']}]";
        mutating(webhook("old", rule));
        server.respond("/old", WebhookServer.patch("[{op: 'replace', path: '/spec/maxReplicas', value: 7}]"));
        ObjectNode scaler = Json.object("{apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler',"
                + " metadata: {name: 'x', namespace: 'ns'}, spec: {maxReplicas: 3,"
                + " scaleTargetRef: {kind: 'Deployment', name: 'd', apiVersion: 'apps/v1'}}}");

        mutate(Writes.create(new GroupResource("autoscaling", "horizontalpodautoscalers"), scaler));

        ObjectNode review = server.reviewsOf("/old").remove();
        assertThat(review.at("/request/kind/version").asText()).isEqualTo("v1");
        assertThat(review.at("/request/requestKind/version").asText()).isEqualTo("v2");
        assertThat(review.at("/request/object/apiVersion").asText()).isEqualTo("autoscaling/v1");
        assertThat(scaler.path("apiVersion").asText()).isEqualTo("autoscaling/v2");
        assertThat(scaler.at("/spec/maxReplicas").asInt()).isEqualTo(7);
    }

    @Test
    @DisplayName("are asked again, if they want it, when a later one has changed what they saw")
    void reinvocation() {
        mutating(webhook("first", "reinvocationPolicy: 'IfNeeded'"), webhook("second", ""));
        Function<ObjectNode, String> count =
                review -> WebhookServer.patch("[{op: 'add', path: '/metadata/labels/seen', value: '%d'}]"
                        .formatted(review.at("/request/object/metadata/labels").size()));
        server.respond("/first", count);
        server.respond("/second", WebhookServer.patch("[{op: 'add', path: '/metadata/labels/late', value: 'x'}]"));

        ObjectNode pod = mutated();

        assertThat(server.reviewsOf("/first")).hasSize(2);
        assertThat(server.reviewsOf("/second")).hasSize(1);
        assertThat(pod.at("/metadata/labels/seen").asText()).isEqualTo("3");
    }
}
