package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.caravel.e2e.SharedCluster.Scope;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.ApiextensionsV1Api;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinition;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinitionNames;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinitionSpec;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinitionVersion;
import io.kubernetes.client.openapi.models.V1CustomResourceSubresources;
import io.kubernetes.client.openapi.models.V1CustomResourceValidation;
import io.kubernetes.client.openapi.models.V1JSONSchemaProps;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import io.kubernetes.client.util.generic.dynamic.Dynamics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@DisplayName("The official Java client, of resources that its cluster has been given")
class OfficialClientCustomResourcesIT {
    private ClusterDoor door;
    private ApiClient client;
    private ApiextensionsV1Api definitions;
    private String namespace;
    private String group;
    private DynamicKubernetesApi ships;

    @BeforeEach
    void define(Scope scope) throws IOException, ApiException {
        door = new ClusterDoor(scope.cluster());
        client = OfficialClients.administrator(door);
        definitions = new ApiextensionsV1Api(client);
        namespace = scope.namespace();
        group = namespace + ".example.com";
        ships = new DynamicKubernetesApi(group, "v1", "ships", client);
        definitions.createCustomResourceDefinition(ship()).execute();
        awaitEstablished();
        // The condition may be seen before the server that wrote it routes to the resource.
        Eventually.holds("ships are served", () -> ships.list(namespace).isSuccess());
    }

    @AfterEach
    void remove() throws IOException, ApiException {
        definitions.deleteCustomResourceDefinition("ships." + group).execute();
        door.close();
    }

    @Test
    @DisplayName("creates, patches, lists and deletes them without types")
    void dynamic() throws ApiException {
        DynamicKubernetesObject created =
                ships.create(ship("ada", 3)).throwsApiException().getObject();
        DynamicKubernetesObject patched = ships.patch(
                        namespace,
                        "ada",
                        V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
                        new V1Patch("{\"spec\":{\"masts\":4}}"))
                .throwsApiException()
                .getObject();
        int listed = ships.list(namespace)
                .throwsApiException()
                .getObject()
                .getItems()
                .size();
        ships.delete(namespace, "ada").throwsApiException();

        assertThat(spec(created).get("flag").getAsString()).isEqualTo("none");
        assertThat(spec(patched).get("masts").getAsInt()).isEqualTo(4);
        assertThat(patched.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(listed).isEqualTo(1);
        assertThat(ships.get(namespace, "ada").getHttpStatusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("is told what the schema does not allow")
    void validation() {
        var refused = ships.create(ship("raft", 0));

        assertThat(OfficialClients.refusal(refused)).isEqualTo("422 Invalid");
        assertThat(refused.getStatus().getMessage())
                .contains("spec.masts: Invalid value: 0: spec.masts in body should be greater than or equal to 1");
    }

    @Test
    @DisplayName("writes their status apart from what is wanted")
    void status() throws ApiException {
        DynamicKubernetesObject created =
                ships.create(ship("ada", 3)).throwsApiException().getObject();
        spec(created).addProperty("masts", 5);
        JsonObject afloat = new JsonObject();
        afloat.addProperty("afloat", true);

        ships.updateStatus(created, _ -> afloat).throwsApiException();

        DynamicKubernetesObject read =
                ships.get(namespace, "ada").throwsApiException().getObject();
        assertThat(read.getRaw().getAsJsonObject("status").get("afloat").getAsBoolean())
                .isTrue();
        assertThat(spec(read).get("masts").getAsInt()).isEqualTo(3);
    }

    private DynamicKubernetesObject ship(String name, int masts) {
        return Dynamics.newFromJson("""
                {"apiVersion":"%s/v1","kind":"Ship","metadata":{"name":"%s","namespace":"%s"},"spec":{"masts":%d}}""".formatted(group, name, namespace, masts));
    }

    private static JsonObject spec(DynamicKubernetesObject object) {
        return object.getRaw().getAsJsonObject("spec");
    }

    private V1CustomResourceDefinition ship() {
        V1JSONSchemaProps spec = object(Map.of(
                "masts", schema("integer").minimum(1.0),
                "flag", schema("string")._default("none")));
        V1JSONSchemaProps status = object(Map.of("afloat", schema("boolean")));
        var version = new V1CustomResourceDefinitionVersion()
                .name("v1")
                .served(true)
                .storage(true)
                .subresources(new V1CustomResourceSubresources().status(Map.of()))
                .schema(new V1CustomResourceValidation()
                        .openAPIV3Schema(object(Map.of("spec", spec, "status", status))));
        return new V1CustomResourceDefinition()
                .apiVersion("apiextensions.k8s.io/v1")
                .kind("CustomResourceDefinition")
                .metadata(new V1ObjectMeta().name("ships." + group))
                .spec(new V1CustomResourceDefinitionSpec()
                        .group(group)
                        .scope("Namespaced")
                        .names(new V1CustomResourceDefinitionNames()
                                .plural("ships")
                                .singular("ship")
                                .kind("Ship"))
                        .versions(List.of(version)));
    }

    private static V1JSONSchemaProps object(Map<String, V1JSONSchemaProps> properties) {
        return schema("object").properties(properties);
    }

    /** The model says {@code dependencies: {}} unless told otherwise, which no API server takes. */
    private static V1JSONSchemaProps schema(String type) {
        return new V1JSONSchemaProps().type(type).dependencies(null);
    }

    private void awaitEstablished() throws IOException, ApiException {
        var call = definitions
                .listCustomResourceDefinition()
                .fieldSelector("metadata.name=ships." + group)
                .watch(true)
                .buildCall(null);
        try (Watch<V1CustomResourceDefinition> watch = Watch.createWatch(
                client, call, new TypeToken<Watch.Response<V1CustomResourceDefinition>>() {}.getType())) {
            while (!isEstablished(watch.next().object)) {}
        }
    }

    private static boolean isEstablished(V1CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }
}
