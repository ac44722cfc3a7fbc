package dev.caravel.apiserver.extension.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import dev.caravel.machinery.pki.CertificateAuthority;
import dev.caravel.machinery.pki.CertificateRequest;
import dev.caravel.machinery.pki.KeyedCertificate;
import dev.caravel.machinery.pki.PemFiles;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.APIServiceCondition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("An API server behind the API server")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AggregationIT {
    private static final String GROUP = "/apis/wardle.example.com/v1alpha1";

    @AutoClose
    private static final Vertx vertx = Vertx.vertx();

    private static CertificateAuthority authority;
    private static HttpServer backend;

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        authority = CertificateAuthority.create("sample", Clock.systemUTC());
        server = ApiServerProcess.start(directory -> List.of(
                "--requestheader-client-ca-file=" + directory.resolve("ca.crt"),
                "--requestheader-allowed-names=front-proxy",
                "--proxy-client-cert-file=" + directory.resolve("front-proxy.crt"),
                "--proxy-client-key-file=" + directory.resolve("front-proxy.key")));
        admin = server.client("admin");
        backend = backend("sample.default.svc");
        register("v1alpha1", "wardle.example.com", "sample");
    }

    /** Asks for a client certificate, and serves the discovery that a check of availability needs. */
    private static HttpServer backend(String name) throws Exception {
        KeyedCertificate pair = authority.issue(CertificateRequest.server(name, List.of(name), List.of()));
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions()
                                .addCertValue(Buffer.buffer(admin.configMaps()
                                        .inNamespace("kube-system")
                                        .withName("extension-apiserver-authentication")
                                        .get()
                                        .getData()
                                        .get("requestheader-client-ca-file"))))
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(PemFiles.encode(pair.certificate())))
                                .addKeyValue(Buffer.buffer(PemFiles.encode(pair.key())))))
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .requestHandler(AggregationIT::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private static void answer(HttpServerRequest request) {
        if (request.path().equals(GROUP)) {
            request.response().putHeader("Content-Type", "application/json").end("""
                    {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"wardle.example.com/v1alpha1",
                     "resources":[{"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder",
                                   "verbs":["create","get","list"]}]}""");
        } else if (request.path().equals("/openapi/v3")) {
            request.response()
                    .end("{\"paths\":{\"apis/wardle.example.com/v1alpha1\":{\"serverRelativeURL\":\"/openapi/v3" + GROUP
                            + "?hash=1\"}}}");
        } else if (request.path().equals("/openapi/v2")) {
            request.response().end("""
                    {"paths":{"%s/flunders":{"get":{"parameters":[{"$ref":"#/parameters/limit"}],
                       "responses":{"200":{"description":"OK","schema":{"$ref":"#/definitions/Flunder"}}}}}},
                     "parameters":{"limit":{"in":"query","name":"limit","type":"integer"}},
                     "definitions":{"Flunder":{"type":"object"}}}""".formatted(GROUP));
        } else if (request.path().endsWith("/moved")) {
            request.response().setStatusCode(302).putHeader("Location", "/api").end();
        } else {
            request.body().onSuccess(body -> request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject()
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("body", body.toString())
                            .put("user", request.headers().getAll("X-Remote-User"))
                            .put("groups", request.headers().getAll("X-Remote-Group"))
                            .put("authorization", request.getHeader("Authorization"))
                            .toBuffer()));
        }
    }

    private static void register(String version, String group, String service) {
        admin.services()
                .inNamespace("default")
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(service)
                        .endMetadata()
                        .withNewSpec()
                        .withType("ExternalName")
                        .withExternalName("localhost")
                        .endSpec()
                        .build())
                .create();
        admin.apiServices()
                .resource(apiService(version, group, service, backend.actualPort()))
                .create();
        awaitAvailable(version + "." + group, "True");
    }

    private static APIService apiService(String version, String group, String service, int port) {
        return new APIServiceBuilder()
                .withNewMetadata()
                .withName(version + "." + group)
                .endMetadata()
                .withNewSpec()
                .withGroup(group)
                .withVersion(version)
                .withGroupPriorityMinimum(2000)
                .withVersionPriority(200)
                .withNewService()
                .withNamespace("default")
                .withName(service)
                .withPort(port)
                .endService()
                .withCaBundle(java.util.Base64.getEncoder()
                        .encodeToString(PemFiles.encode(authority.self().certificate())
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .endSpec()
                .build();
    }

    private static APIServiceCondition awaitAvailable(String name, String status) {
        return available(admin.apiServices()
                .withName(name)
                .waitUntilCondition(
                        object -> object != null
                                && object.getStatus() != null
                                && object.getStatus().getConditions().stream()
                                        .anyMatch(it -> it.getStatus().equals(status)),
                        30,
                        TimeUnit.SECONDS));
    }

    private static APIServiceCondition available(APIService object) {
        return object.getStatus().getConditions().getFirst();
    }

    @Test
    @DisplayName("is checked, and then gets requests with the user's name and without what the client said of it")
    void proxies() throws Exception {
        assertThat(awaitAvailable("v1alpha1.wardle.example.com", "True"))
                .extracting(APIServiceCondition::getReason, APIServiceCondition::getMessage)
                .containsExactly("Passed", "all checks passed");

        HttpResponse<String> response = admin.getHttpClient()
                .sendAsync(
                        admin.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(server.url() + GROUP + "/namespaces/default/flunders?dryRun=All")
                                .header("X-Remote-User", "mallory")
                                .header("X-Remote-Group", "devils")
                                .post("application/json", "{\"kind\":\"Flunder\"}")
                                .build(),
                        String.class)
                .get();

        JsonObject seen = new JsonObject(response.body());
        assertThat(seen.getString("method")).isEqualTo("POST");
        assertThat(seen.getString("uri")).isEqualTo(GROUP + "/namespaces/default/flunders?dryRun=All");
        assertThat(seen.getString("body")).isEqualTo("{\"kind\":\"Flunder\"}");
        assertThat(seen.getJsonArray("user").getList()).containsExactly("admin");
        assertThat(seen.getJsonArray("groups").getList()).containsExactly("system:masters", "system:authenticated");
        assertThat(seen.getString("authorization")).isNull();
    }

    @Test
    @DisplayName("is found by discovery, after the built-in groups")
    void discovery() throws Exception {
        JsonObject groups = new JsonObject(get("/apis").body());
        JsonObject last = groups.getJsonArray("groups")
                .getJsonObject(groups.getJsonArray("groups").size() - 1);
        assertThat(last.getString("name")).endsWith("example.com");
        assertThat(new JsonObject(get("/apis/wardle.example.com").body())
                        .getJsonObject("preferredVersion")
                        .getString("groupVersion"))
                .isEqualTo("wardle.example.com/v1alpha1");
        assertThat(admin.getApiResources("wardle.example.com/v1alpha1").getResources())
                .extracting(resource -> resource.getKind())
                .containsExactly("Flunder");
    }

    @Test
    @DisplayName("describes its types itself, where this server's index says")
    void openApi() throws Exception {
        JsonObject paths = new JsonObject(get("/openapi/v3").body()).getJsonObject("paths");
        assertThat(paths.fieldNames()).contains("apis/apps/v1");
        assertThat(paths.getJsonObject("apis/wardle.example.com/v1alpha1").getString("serverRelativeURL"))
                .isEqualTo("/openapi/v3" + GROUP + "?hash=1");
        assertThat(new JsonObject(get("/openapi/v3" + GROUP).body()).getString("uri"))
                .isEqualTo("/openapi/v3" + GROUP);
    }

    @Test
    @DisplayName("is part of the one OpenAPI v2 document")
    void swagger() throws Exception {
        JsonObject document = new JsonObject(get("/openapi/v2").body());

        assertThat(document.getJsonObject("paths").fieldNames()).contains(GROUP + "/flunders", "/api/v1/pods");
        assertThat(document.getJsonObject("definitions").fieldNames()).contains("Flunder", "io.k8s.api.core.v1.Pod");
    }

    @Test
    @DisplayName("may not redirect the client elsewhere")
    void redirects() throws Exception {
        HttpResponse<String> response = get(GROUP + "/moved");

        assertThat(response.code()).isEqualTo(502);
        assertThat(response.body())
                .isEqualTo("the backend attempted to redirect this request, which is not permitted\n");
    }

    @Test
    @DisplayName("is not there as long as its service is not: the condition says so, and clients get 503")
    void unavailable() throws Exception {
        admin.apiServices()
                .resource(apiService("v1", "missing.example.com", "missing", 443))
                .create();

        assertThat(awaitAvailable("v1.missing.example.com", "False"))
                .extracting(APIServiceCondition::getReason, APIServiceCondition::getMessage)
                .containsExactly("ServiceNotFound", "service/missing in \"default\" is not present");
        HttpResponse<String> response = get("/apis/missing.example.com/v1/things");
        assertThat(response.code()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("service unavailable\n");
    }

    @Test
    @DisplayName("whose certificate is for someone else is not trusted")
    void wrongCertificate() {
        admin.services()
                .inNamespace("default")
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("other")
                        .endMetadata()
                        .withNewSpec()
                        .withType("ExternalName")
                        .withExternalName("localhost")
                        .endSpec()
                        .build())
                .create();
        admin.apiServices()
                .resource(apiService("v1", "other.example.com", "other", backend.actualPort()))
                .create();

        assertThat(awaitAvailable("v1.other.example.com", "False").getReason()).isEqualTo("FailedDiscoveryCheck");
    }

    @Test
    @DisplayName("finds out from a config map whom to believe who the user is")
    void trust() {
        ConfigMap map = admin.configMaps()
                .inNamespace("kube-system")
                .withName("extension-apiserver-authentication")
                .get();

        assertThat(map.getData())
                .containsKeys("client-ca-file", "requestheader-client-ca-file")
                .containsEntry("requestheader-allowed-names", "[\"front-proxy\"]")
                .containsEntry("requestheader-username-headers", "[\"X-Remote-User\"]")
                .containsEntry("requestheader-group-headers", "[\"X-Remote-Group\"]")
                .containsEntry("requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]");
    }

    @Test
    @DisplayName("has beside it an APIService for every group version that is served here")
    void local() {
        APIService apps = admin.apiServices().withName("v1.apps").get();

        assertThat(apps.getMetadata().getLabels())
                .containsEntry("kube-aggregator.kubernetes.io/automanaged", "onstart");
        assertThat(apps.getSpec().getGroupPriorityMinimum()).isEqualTo(17_800);
        assertThat(available(apps))
                .extracting(
                        APIServiceCondition::getStatus, APIServiceCondition::getReason, APIServiceCondition::getMessage)
                .containsExactly("True", "Local", "Local APIServices are always available");
        assertThat(Objects.requireNonNull(admin.apiServices().withName("v1.").get())
                        .getSpec()
                        .getVersionPriority())
                .isEqualTo(1);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return admin.getHttpClient()
                .sendAsync(
                        admin.getHttpClient()
                                .newHttpRequestBuilder()
                                .uri(server.url() + path)
                                .build(),
                        String.class)
                .get();
    }
}
