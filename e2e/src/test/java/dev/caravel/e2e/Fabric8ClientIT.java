package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravel.e2e.SharedCluster.Scope;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedCluster.class)
@DisplayName("The Fabric8 client")
class Fabric8ClientIT {
    private ClusterDoor door;
    private KubernetesClient client;
    private String namespace;

    @BeforeEach
    void connect(Scope scope) throws IOException {
        door = new ClusterDoor(scope.cluster());
        client = Fabric8Clients.administrator(door);
        namespace = scope.namespace();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        door.close();
    }

    @Test
    @DisplayName("creates, reads, edits and deletes objects of its types")
    void typed() {
        create("typed", Map.of("key", "first"));
        ConfigMap edited = configMaps().withName("typed").edit(old -> new ConfigMapBuilder(old)
                .addToData("key", "second")
                .build());
        configMaps().withName("typed").delete();

        assertThat(edited.getData()).containsExactly(Map.entry("key", "second"));
        assertThat(configMaps().withName("typed").get()).isNull();
    }

    @Test
    @DisplayName("is told of what another wrote in between")
    void conflicts() {
        ConfigMap read = create("contended", Map.of());
        configMaps()
                .withName("contended")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"key\":\"in time\"}}");

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> client.resource(read).lockResourceVersion().update())
                .matches(refused -> refused.getCode() == 409
                        && refused.getStatus().getReason().equals("Conflict"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON | [{\"op\":\"replace\",\"path\":\"/data/changed\",\"value\":\"2\"}]",
                "JSON_MERGE | {\"data\":{\"changed\":\"2\"}}",
                "STRATEGIC_MERGE | {\"data\":{\"changed\":\"2\"}}",
            })
    @DisplayName("patches in every format")
    void patches(PatchType type, String patch) {
        create("patched", Map.of("kept", "1", "changed", "1"));

        ConfigMap patched = configMaps().withName("patched").patch(PatchContext.of(type), patch);

        assertThat(patched.getData()).containsEntry("kept", "1").containsEntry("changed", "2");
    }

    @Test
    @DisplayName("applies, and takes what another manager applied by force only")
    void apply() {
        apply("one", false, "first");

        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> apply("two", false, "second"))
                .matches(refused -> refused.getCode() == 409)
                .withMessageContaining("conflict with \"one\"");
        assertThat(apply("two", true, "second").getData()).containsEntry("key", "second");
    }

    @Test
    @DisplayName("lists in chunks and by labels")
    void lists() {
        for (int i = 0; i < 5; i++) {
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("item-" + i)
                            .withNamespace(namespace)
                            .addToLabels("odd", "" + (i % 2 == 1))
                            .endMetadata()
                            .build())
                    .create();
        }

        List<Integer> sizes = new ArrayList<>();
        String next = null;
        do {
            var chunk = configMaps()
                    .withLabel("odd")
                    .list(new ListOptionsBuilder()
                            .withLimit(2L)
                            .withContinue(next)
                            .build());
            sizes.add(chunk.getItems().size());
            next = chunk.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());

        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(configMaps().withLabel("odd", "true").list().getItems())
                .extracting(item -> item.getMetadata().getName())
                .containsExactly("item-1", "item-3");
    }

    @Test
    @DisplayName("defines a resource by a schema, and uses it without types")
    void customResources() {
        String group = namespace + ".example.com";
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind("Boat")
                .withPlural("boats")
                .withNamespaced(true)
                .build();
        var definition = client.resource(new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName("boats." + group)
                .endMetadata()
                .withNewSpec()
                .withGroup(group)
                .withScope("Namespaced")
                .withNewNames()
                .withPlural("boats")
                .withKind("Boat")
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withOpenAPIV3Schema(object(
                        "spec",
                        object(
                                "oars",
                                new JSONSchemaPropsBuilder()
                                        .withType("integer")
                                        .withMinimum(1.0)
                                        .build())))
                .endSchema()
                .endVersion()
                .endSpec()
                .build());
        definition.create();
        definition.waitUntilCondition(
                it -> it.getStatus() != null
                        && it.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("Established")
                                        && condition.getStatus().equals("True")),
                60,
                TimeUnit.SECONDS);

        var boats = client.genericKubernetesResources(context).inNamespace(namespace);
        GenericKubernetesResource created = boats.resource(boat(group, 2)).create();

        assertThat(created.<Integer>get("spec", "oars")).isEqualTo(2);
        assertThat(boats.list().getItems()).hasSize(1);
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> boats.resource(boat(group, 0)).update())
                .matches(refused -> refused.getCode() == 422);
        definition.delete();
    }

    @Test
    @DisplayName("asks what somebody may do")
    void accessReviews() {
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("nobody")
                .withNewResourceAttributes()
                .withVerb("list")
                .withResource("pods")
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build();

        assertThat(client.authorization()
                        .v1()
                        .subjectAccessReview()
                        .create(review)
                        .getStatus()
                        .getAllowed())
                .isFalse();
    }

    private static JSONSchemaProps object(String property, JSONSchemaProps schema) {
        return new JSONSchemaPropsBuilder()
                .withType("object")
                .addToProperties(property, schema)
                .build();
    }

    private GenericKubernetesResource boat(String group, int oars) {
        var boat = new GenericKubernetesResource();
        boat.setApiVersion(group + "/v1");
        boat.setKind("Boat");
        boat.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withName("skiff")
                .withNamespace(namespace)
                .build());
        boat.setAdditionalProperty("spec", Map.of("oars", oars));
        return boat;
    }

    private ConfigMap create(String name, Map<String, String> data) {
        return client.resource(configMap(name, data)).create();
    }

    private ConfigMap apply(String manager, boolean force, String value) {
        var context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force)
                .build();
        return client.resource(configMap("applied", Map.of("key", value))).patch(context);
    }

    private ConfigMap configMap(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build();
    }

    private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    ConfigMap,
                    io.fabric8.kubernetes.api.model.ConfigMapList,
                    io.fabric8.kubernetes.client.dsl.Resource<ConfigMap>>
            configMaps() {
        return client.configMaps().inNamespace(namespace);
    }
}
