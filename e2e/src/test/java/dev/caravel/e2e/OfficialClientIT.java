package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caravel.e2e.SharedCluster.Scope;
import io.kubernetes.client.ProtoClient;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.AuthenticationV1Api;
import io.kubernetes.client.openapi.apis.AuthorizationV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.AuthenticationV1TokenRequest;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1ResourceAttributes;
import io.kubernetes.client.openapi.models.V1SelfSubjectReview;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1SubjectAccessReview;
import io.kubernetes.client.openapi.models.V1SubjectAccessReviewSpec;
import io.kubernetes.client.openapi.models.V1TokenRequestSpec;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Yaml;
import io.kubernetes.client.util.credentials.AccessTokenAuthentication;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import io.kubernetes.client.util.generic.options.PatchOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedCluster.class)
@DisplayName("The official Java client")
class OfficialClientIT {
    private static final String SLEEPERS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: sleepers
            spec:
              replicas: 0
              selector:
                matchLabels: {app: sleepers}
              template:
                metadata:
                  labels: {app: sleepers}
                spec:
                  containers:
                  - name: main
                    image: busybox:1.35
                    resources:
                      limits: {cpu: 100m, memory: 64Mi}
            """;

    private ClusterDoor door;
    private ApiClient client;
    private CoreV1Api core;
    private String namespace;
    private GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> configMaps;

    @BeforeEach
    void connect(Scope scope) throws IOException {
        door = new ClusterDoor(scope.cluster());
        client = OfficialClients.administrator(door);
        core = new CoreV1Api(client);
        namespace = scope.namespace();
        configMaps =
                new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    }

    @AfterEach
    void disconnect() throws IOException {
        door.close();
    }

    @Test
    @DisplayName("creates, reads, replaces and deletes objects of its types")
    void typed() throws ApiException {
        V1ConfigMap created = create("typed", Map.of("key", "first"));
        created.putDataItem("key", "second");
        core.replaceNamespacedConfigMap("typed", namespace, created).execute();

        V1ConfigMap read = core.readNamespacedConfigMap("typed", namespace).execute();
        core.deleteNamespacedConfigMap("typed", namespace).execute();

        assertThat(read.getData()).containsExactly(Map.entry("key", "second"));
        assertThat(read.getMetadata().getUid()).isEqualTo(created.getMetadata().getUid());
        assertThat(read.getMetadata().getCreationTimestamp()).isNotNull();
        assertThat(refusal(
                        () -> core.readNamespacedConfigMap("typed", namespace).execute()))
                .isEqualTo("404 NotFound");
    }

    @Test
    @DisplayName("is told of what is there already, and of what another wrote in between")
    void conflicts() throws ApiException {
        V1ConfigMap read = create("contended", Map.of());
        core.replaceNamespacedConfigMap("contended", namespace, read).execute();
        read.putDataItem("key", "too late");
        configMaps.patch(
                namespace,
                "contended",
                V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
                new V1Patch("{\"data\":{\"key\":\"in time\"}}"));

        assertThat(refusal(() -> create("contended", Map.of()))).isEqualTo("409 AlreadyExists");
        assertThat(refusal(() -> core.replaceNamespacedConfigMap("contended", namespace, read)
                        .execute()))
                .isEqualTo("409 Conflict");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("patches in every format")
    void patches(String format, String patch) throws ApiException {
        create("patched", Map.of("kept", "1", "changed", "1", "removed", "1"));
        PatchOptions options = new PatchOptions();
        if (format.equals(V1Patch.PATCH_FORMAT_APPLY_YAML)) {
            options.setFieldManager("applier");
            options.setForce(true);
        }

        V1ConfigMap patched = configMaps
                .patch(namespace, "patched", format, new V1Patch(patch), options)
                .throwsApiException()
                .getObject();

        assertThat(patched.getData()).containsEntry("kept", "1").containsEntry("changed", "2");
        if (!format.equals(V1Patch.PATCH_FORMAT_APPLY_YAML)) {
            assertThat(patched.getData()).doesNotContainKey("removed");
        }
    }

    static Stream<Arguments> patches() {
        String merge = "{\"data\":{\"changed\":\"2\",\"removed\":null}}";
        return Stream.of(
                arguments(V1Patch.PATCH_FORMAT_JSON_PATCH, """
                        [{"op":"replace","path":"/data/changed","value":"2"},{"op":"remove","path":"/data/removed"}]"""),
                arguments(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, merge),
                arguments(V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH, merge),
                arguments(V1Patch.PATCH_FORMAT_APPLY_YAML, """
                        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"patched"},"data":{"changed":"2"}}"""));
    }

    @Test
    @DisplayName("applies, and takes what another manager applied by force only")
    void apply(Scope scope) throws ApiException {
        apply("one", false, "first").throwsApiException();

        assertThat(OfficialClients.refusal(apply("two", false, "second"))).isEqualTo("409 Conflict");
        V1ConfigMap taken = apply("two", true, "second").throwsApiException().getObject();

        assertThat(taken.getData()).containsEntry("key", "second");
        assertThat(scope.jsonPath(
                        "{.metadata.managedFields[*].manager}", "configmap", "applied", "--show-managed-fields"))
                .isEqualTo("two");
    }

    @Test
    @DisplayName("lists in chunks, and by labels and fields")
    void lists() throws ApiException {
        for (int i = 0; i < 5; i++) {
            core.createNamespacedConfigMap(
                            namespace,
                            new V1ConfigMap()
                                    .metadata(new V1ObjectMeta()
                                            .name("item-" + i)
                                            .putLabelsItem("odd", "" + (i % 2 == 1))))
                    .execute();
        }

        List<Integer> sizes = new ArrayList<>();
        String next = null;
        do {
            V1ConfigMapList chunk = core.listNamespacedConfigMap(namespace)
                    .labelSelector("odd")
                    .limit(2)
                    ._continue(next)
                    .execute();
            sizes.add(chunk.getItems().size());
            next = chunk.getMetadata().getContinue();
        } while (next != null);

        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(names(core.listNamespacedConfigMap(namespace).labelSelector("odd in (true)")))
                .containsExactly("item-1", "item-3");
        assertThat(names(core.listNamespacedConfigMap(namespace).fieldSelector("metadata.name=item-4")))
                .containsExactly("item-4");
        assertThat(refusal(() -> core.listNamespacedConfigMap(namespace)
                        .fieldSelector("data.key=1")
                        .execute()))
                .isEqualTo("400 BadRequest");
    }

    @Test
    @DisplayName("keeps quantities, and scales what it deployed")
    void scale() throws Exception {
        AppsV1Api apps = new AppsV1Api(client);
        V1Deployment created = apps.createNamespacedDeployment(namespace, Yaml.loadAs(SLEEPERS, V1Deployment.class))
                .execute();

        var scale = apps.readNamespacedDeploymentScale("sleepers", namespace).execute();
        scale.getSpec().setReplicas(1);
        scale.getMetadata().setResourceVersion(null); // the Deployment's controller writes its status meanwhile
        apps.replaceNamespacedDeploymentScale("sleepers", namespace, scale).execute();

        var limits = created.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getLimits();
        assertThat(limits.get("cpu").toSuffixedString()).isEqualTo("100m");
        assertThat(limits.get("memory").toSuffixedString()).isEqualTo("64Mi");
        assertThat(apps.readNamespacedDeployment("sleepers", namespace)
                        .execute()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("asks for a service account's token, which is who it says")
    void tokens() throws Exception {
        core.createNamespacedServiceAccount(
                        namespace, new V1ServiceAccount().metadata(new V1ObjectMeta().name("robot")))
                .execute();
        var spec = new V1TokenRequestSpec().expirationSeconds(600L).audiences(List.of());

        String token = core.createNamespacedServiceAccountToken(
                        "robot", namespace, new AuthenticationV1TokenRequest().spec(spec))
                .execute()
                .getStatus()
                .getToken();
        ApiClient robot = new ClientBuilder()
                .setBasePath(door.address())
                .setCertificateAuthority(OfficialClients.authority(door))
                .setAuthentication(new AccessTokenAuthentication(token))
                .build();

        assertThat(new AuthenticationV1Api(robot)
                        .createSelfSubjectReview(new V1SelfSubjectReview())
                        .execute()
                        .getStatus()
                        .getUserInfo()
                        .getUsername())
                .isEqualTo("system:serviceaccount:" + namespace + ":robot");
        assertThat(refusal(() ->
                        new CoreV1Api(robot).listNamespacedSecret(namespace).execute()))
                .isEqualTo("403 Forbidden");
    }

    @Test
    @DisplayName("asks what somebody may do")
    void accessReviews() throws ApiException {
        assertThat(mayListPods("system:kube-scheduler")).isTrue();
        assertThat(mayListPods("nobody")).isFalse();
    }

    @Test
    @DisplayName("speaks protobuf")
    void protobuf() throws Exception {
        ProtoClient proto = new ProtoClient(client);
        String path = "/api/v1/namespaces/" + namespace + "/configmaps";
        V1.ConfigMap written = V1.ConfigMap.newBuilder()
                .setMetadata(Meta.ObjectMeta.newBuilder().setName("binary"))
                .putData("key", "value")
                .build();

        var created = proto.create(written, path, "v1", "ConfigMap");
        var read = proto.<V1.ConfigMap>get(V1.ConfigMap.newBuilder(), path + "/binary");
        var listed = proto.<V1.ConfigMapList>list(V1.ConfigMapList.newBuilder(), path);

        assertThat(created.object.getMetadata().getUid()).isNotEmpty();
        assertThat(read.object.getDataMap()).containsExactly(Map.entry("key", "value"));
        assertThat(listed.object.getItemsList())
                .extracting(item -> item.getMetadata().getName())
                .contains("binary");
    }

    private V1ConfigMap create(String name, Map<String, String> data) throws ApiException {
        return core.createNamespacedConfigMap(
                        namespace,
                        new V1ConfigMap()
                                .metadata(new V1ObjectMeta().name(name))
                                .data(data))
                .execute();
    }

    private KubernetesApiResponse<V1ConfigMap> apply(String manager, boolean force, String value) {
        PatchOptions options = new PatchOptions();
        options.setFieldManager(manager);
        options.setForce(force);
        String configuration = """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{"key":"%s"}}""".formatted(value);
        return configMaps.patch(
                namespace, "applied", V1Patch.PATCH_FORMAT_APPLY_YAML, new V1Patch(configuration), options);
    }

    private boolean mayListPods(String user) throws ApiException {
        var attributes =
                new V1ResourceAttributes().verb("list").resource("pods").namespace(namespace);
        var review = new V1SubjectAccessReview()
                .spec(new V1SubjectAccessReviewSpec().user(user).resourceAttributes(attributes));
        return new AuthorizationV1Api(client)
                .createSubjectAccessReview(review)
                .execute()
                .getStatus()
                .getAllowed();
    }

    private static List<String> names(CoreV1Api.APIlistNamespacedConfigMapRequest request) throws ApiException {
        return request.execute().getItems().stream()
                .map(item -> Objects.requireNonNull(item.getMetadata()).getName())
                .toList();
    }

    private static String refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return OfficialClients.refusal(catchThrowableOfType(ApiException.class, call));
    }
}
