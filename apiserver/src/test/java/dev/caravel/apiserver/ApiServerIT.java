package dev.caravel.apiserver;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("program")
@DisplayName("The API server, as its clients see it")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApiServerIT {
    /** PEM, in base64: for CN=x, with a key that is lost. */
    private static final String SIGNING_REQUEST =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISE1HNENBUUF3RERFS01BZ0dBMVVFQXd3QmVEQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCRmx1VjZQOHdyeVNORldNdzlvc1Mra3g1WHBVRjM3NXNtNFBJZFpSU1pMYmtIRjBVcXY0YzVMY0IrUlY3TWxWCmxqb1RyVkYyQ0tPUDFIOVBtNFpyQkxlZ0FEQUtCZ2dxaGtqT1BRUURBZ05KQURCR0FpRUFxSnlUQnZocmxzTGYKdDlGRWZUYitad3Zvdldibitla2ZjSGpPekh6c0FWNENJUURlSlJSZmFsaFZScHNPUUtieGdDb2d1b0dBM1JKTgpDM0plUlFBdHNzTkRSZz09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = server.client("admin");
    }

    private static RequestSpecification anonymous() {
        return given().relaxedHTTPSValidation().baseUri(server.url());
    }

    @Test
    @DisplayName("anyone may ask for its health and version, and nothing else")
    void anonymousAccess() {
        anonymous().get("/livez").then().statusCode(200).body(equalTo("ok"));
        anonymous().get("/version").then().statusCode(200).body("minor", is("36"));
        anonymous()
                .get("/api/v1/pods")
                .then()
                .statusCode(403)
                .body("kind", is("Status"))
                .body("reason", is("Forbidden"))
                .body(
                        "message",
                        is(
                                "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\""
                                        + " at the cluster scope"));
    }

    @Test
    @DisplayName("a bad token is refused")
    void badToken() {
        anonymous()
                .header("Authorization", "Bearer nonsense")
                .get("/api")
                .then()
                .statusCode(401)
                .body("message", is("Unauthorized"));
    }

    @Test
    @DisplayName("every cluster has its namespaces, and the Service by which pods reach the API")
    void firstObjects() {
        assertThat(admin.namespaces().list().getItems())
                .extracting(namespace -> namespace.getMetadata().getName())
                .contains("default", "kube-system", "kube-public", "kube-node-lease");
        Service service =
                admin.services().inNamespace("default").withName("kubernetes").get();
        assertThat(service.getSpec().getClusterIP()).isEqualTo("10.96.0.1");
        assertThat(admin.endpoints()
                        .inNamespace("default")
                        .withName("kubernetes")
                        .get()
                        .getSubsets()
                        .getFirst()
                        .getAddresses()
                        .getFirst()
                        .getIp())
                .isEqualTo("192.0.2.1");
    }

    @Test
    @DisplayName("an object is created, changed and deleted, and a watch tells of it in order")
    void lifecycle() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var watch = admin.configMaps()
                .inNamespace("default")
                .withName("life")
                .watch(new Watcher<ConfigMap>() {
                    @Override
                    public void eventReceived(Action action, ConfigMap map) {
                        told.add(action + " " + map.getData());
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                })) {
            ConfigMap created = admin.resource(map("life", Map.of("a", "1"))).create();
            assertThat(created.getMetadata().getUid()).isNotEmpty();
            assertThat(created.getMetadata().getCreationTimestamp()).isNotEmpty();
            admin.configMaps().inNamespace("default").withName("life").edit(map -> new ConfigMapBuilder(map)
                    .addToData("a", "2")
                    .build());
            admin.configMaps().inNamespace("default").withName("life").delete();

            assertThat(List.of(told.take(), told.take(), told.take()))
                    .containsExactly("ADDED {a=1}", "MODIFIED {a=2}", "DELETED {a=2}");
        }
        assertThat(admin.configMaps().inNamespace("default").withName("life").get())
                .isNull();
    }

    @Test
    @DisplayName("a write that has not seen the latest state is a conflict")
    void conflict() {
        ConfigMap first = admin.resource(map("conflict", Map.of("a", "1"))).create();
        admin.resource(new ConfigMapBuilder(first).addToData("a", "2").build()).update();

        assertThatThrownBy(() -> admin.resource(
                                new ConfigMapBuilder(first).addToData("a", "3").build())
                        .update())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("Conflict");
                });
    }

    @Test
    @DisplayName("a name is made up from generateName, and a dry run stores nothing")
    void generateNameAndDryRun() {
        ConfigMap generated = admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withGenerateName("made-")
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        admin.resource(map("dry", Map.of())).dryRun().create();

        assertThat(generated.getMetadata().getName()).matches("made-[a-z0-9]{5}");
        assertThat(admin.configMaps().inNamespace("default").withName("dry").get())
                .isNull();
    }

    @Test
    @DisplayName("a list is read by pages and chosen by labels")
    void listing() {
        for (int i = 0; i < 5; i++) {
            admin.resource(new ConfigMapBuilder(map("page-" + i, Map.of()))
                            .editMetadata()
                            .addToLabels("test", "listing")
                            .addToLabels("odd", String.valueOf(i % 2 == 1))
                            .endMetadata()
                            .build())
                    .create();
        }
        var first = admin.configMaps()
                .inNamespace("default")
                .withLabel("test", "listing")
                .list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                        .withLimit(3L)
                        .withLabelSelector("test=listing")
                        .build());
        assertThat(first.getItems()).hasSize(3);
        assertThat(first.getMetadata().getContinue()).isNotEmpty();

        var rest = admin.configMaps()
                .inNamespace("default")
                .list(new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                        .withLimit(3L)
                        .withLabelSelector("test=listing")
                        .withContinue(first.getMetadata().getContinue())
                        .build());
        assertThat(rest.getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("page-3", "page-4");
        assertThat(admin.configMaps()
                        .inNamespace("default")
                        .withLabelSelector("test=listing,odd in (true)")
                        .list()
                        .getItems())
                .hasSize(2);
    }

    @Test
    @DisplayName("a user may do what a role binding says")
    void rbac() {
        try (KubernetesClient jane = server.client("jane")) {
            assertThatThrownBy(() -> jane.secrets().inNamespace("default").list())
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(403));
        }
        assertThat(admin.rbac().clusterRoles().withName("cluster-admin").get()).isNotNull();
        assertThat(admin.rbac().clusterRoles().withName("system:node").get()).isNotNull();
    }

    @Test
    @DisplayName("the approval of a signing request takes conditions, which an update of the request does not")
    void approval() {
        String requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
        CertificateSigningRequest request = new CertificateSigningRequestBuilder()
                .withNewMetadata()
                .withName("approved")
                .endMetadata()
                .withNewSpec()
                .withSignerName("example.com/signer")
                .withUsages("client auth")
                .withRequest(SIGNING_REQUEST)
                .endSpec()
                .build();
        admin.resource(request).create();
        CertificateSigningRequest decided = admin.certificates()
                .v1()
                .certificateSigningRequests()
                .withName("approved")
                .get();
        decided.setStatus(new CertificateSigningRequestStatusBuilder()
                .addNewCondition()
                .withType("Approved")
                .withStatus("True")
                .withReason("test")
                .endCondition()
                .build());

        assertThat(admin.raw(requests + "/approved", "PUT", decided)).doesNotContain("\"Approved\"");
        decided.getMetadata().setResourceVersion(null);
        assertThat(admin.raw(requests + "/approved/approval", "PUT", decided)).contains("\"Approved\"");
    }

    @Test
    @DisplayName("a review has no table form")
    void reviewAsTable() {
        given().relaxedHTTPSValidation()
                .baseUri(server.url())
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .contentType("application/json")
                .body("{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}")
                .header("Authorization", "Bearer " + serviceAccountToken())
                .post("/apis/authentication.k8s.io/v1/selfsubjectreviews")
                .then()
                .statusCode(406)
                .body("reason", is("NotAcceptable"));
    }

    private static String serviceAccountToken() {
        admin.serviceAccounts()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("asks-for-tables")
                        .endMetadata()
                        .build())
                .create();
        return admin.serviceAccounts()
                .withName("asks-for-tables")
                .tokenRequest()
                .getStatus()
                .getToken();
    }

    @Test
    @DisplayName("discovery tells of the groups, and unknown paths are not found")
    void discovery() {
        anonymous().get("/nothing/here").then().statusCode(403);
        assertThat(admin.getApiGroups().getGroups())
                .extracting(group -> group.getName())
                .contains("apps", "batch", "networking.k8s.io");
        given().relaxedHTTPSValidation()
                .baseUri(server.url())
                .get("/api")
                .then()
                .statusCode(403)
                .body("reason", is("Forbidden"));
        anonymous().get("/openapi/v2").then().statusCode(403);
        anonymous()
                .get("/readyz?verbose")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.containsString("[+]poststarthook/rbac/bootstrap-roles ok"));
    }

    private static ConfigMap map(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withData(data)
                .build();
    }
}
