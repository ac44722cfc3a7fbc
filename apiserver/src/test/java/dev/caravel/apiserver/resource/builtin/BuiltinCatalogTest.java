package dev.caravel.apiserver.resource.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.status.ApiException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The built-in catalog")
class BuiltinCatalogTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    @ParameterizedTest(name = "stores {1} of group \"{0}\" under {2} as {3}")
    @CsvSource({
        "'', pods, pods, v1",
        "'', nodes, minions, v1",
        "'', services, services/specs, v1",
        "'', endpoints, services/endpoints, v1",
        "'', replicationcontrollers, controllers, v1",
        "apps, deployments, deployments, apps/v1",
        "networking.k8s.io, ingresses, ingress, networking.k8s.io/v1",
        "events.k8s.io, events, events, v1",
        "autoscaling, horizontalpodautoscalers, horizontalpodautoscalers, autoscaling/v2",
        "apiextensions.k8s.io, customresourcedefinitions, apiextensions.k8s.io/customresourcedefinitions, apiextensions.k8s.io/v1",
    })
    void storesWhereUpstreamDoes(String group, String plural, String prefix, String version) {
        var resource = CATALOG.find(new GroupResource(group, plural)).orElseThrow();

        assertThat(resource.definition().storagePrefix()).isEqualTo(prefix);
        assertThat(resource.storageApiVersion()).isEqualTo(version);
    }

    @Test
    @DisplayName("has a schema for every resource, with every field's type")
    void everyTypeResolves() {
        for (var resource : CATALOG.all()) {
            assertThat(resource.schema().fields())
                    .as(resource.toString())
                    .containsKeys("apiVersion", "kind", "metadata");
            resource.schema().fields().values().stream()
                    .filter(field -> field.kind() == Schema.Kind.OBJECT)
                    .forEach(field ->
                            assertThat(field.type()).as(field.jsonName()).isPresent());
        }
    }

    @Test
    @DisplayName("flattens inlined messages, and knows their way in protobuf")
    void inlined() {
        var volume = CATALOG.schema("k8s.io.api.core.v1.Volume").orElseThrow();

        assertThat(volume.field("emptyDir").orElseThrow().protobufPath()).containsExactly(2, 2);
        assertThat(volume.field("volumeSource")).isEmpty();
    }

    @Test
    @DisplayName("knows how the lists of a pod merge")
    void mergeKeys() {
        var ports = CATALOG.schema("k8s.io.api.core.v1.Container")
                .orElseThrow()
                .field("ports")
                .orElseThrow();

        assertThat(ports.listType()).isEqualTo(Schema.ListType.MAP);
        assertThat(ports.listMapKeys()).containsExactly("containerPort", "protocol");
        assertThat(ports.patchMergeKey()).contains("containerPort");
        assertThat(ports.patchStrategy()).contains("merge");
    }

    @Test
    @DisplayName("removes unknown fields and nulls, and tells the paths of the unknown")
    void prunes() throws Exception {
        var pod = object("""
                {"kind": "Pod", "spec": {"nodeName": null, "bogus": 1, "containers": [{"name": "a", "imag": "b"}]}}""");

        var unknown = CATALOG.findKind("", "v1", "Pod").orElseThrow().prune(pod);

        assertThat(unknown).containsExactly("spec.bogus", "spec.containers[0].imag");
        assertThat(pod)
                .isEqualTo(object("{'kind': 'Pod', 'spec': {'containers': [{'name': 'a'}]}}".replace('\'', '"')));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Pod | {'metadata': {'labels': {}, 'finalizers': []}} | {'metadata': {}}",
                "Pod | {'spec': {'nodeSelector': {}, 'affinity': {}}} | {'spec': {'affinity': {}}}",
                "Pod | {'spec': {'containers': []}} | {'spec': {'containers': []}}",
                "ConfigMap | {'data': {}, 'binaryData': {}} | {}",
                "ConfigMap | {'data': {'a': ''}} | {'data': {'a': ''}}",
            })
    @DisplayName("takes empty lists and maps for absent ones, unless they have to be there")
    void empties(String kind, String object, String pruned) throws Exception {
        var made = object(object.replace('\'', '"'));

        CATALOG.findKind("", "v1", kind).orElseThrow().prune(made);

        assertThat(made).isEqualTo(object(pruned.replace('\'', '"')));
    }

    @Test
    @DisplayName("tells an autoscaler that has no policies from one of which nothing is said")
    void emptyPolicies() throws Exception {
        var autoscaler = object("{\"spec\": {\"behavior\": {\"scaleUp\": {\"policies\": []}}}}");

        CATALOG.findKind("autoscaling", "v2", "HorizontalPodAutoscaler")
                .orElseThrow()
                .prune(autoscaler);

        assertThat(autoscaler.at("/spec/behavior/scaleUp/policies").isArray()).isTrue();
    }

    @Test
    @DisplayName("refuses a value that is not of its field's type")
    void wrongType() throws Exception {
        var deployments = CATALOG.find(new GroupVersionResource("apps", "v1", "deployments"))
                .orElseThrow();
        var deployment = object("{\"spec\": {\"replicas\": \"two\"}}");

        Assertions.assertThatThrownBy(() -> deployments.prune(deployment))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(
                        "cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
    }

    @ParameterizedTest(name = "selects {0} by {1}: {2}")
    @CsvSource({
        "Pod, spec.nodeName, n1",
        "Pod, spec.hostNetwork, false",
        "Node, spec.unschedulable, true",
        "Event, source, kubelet",
        "Event, involvedObject.name, p",
    })
    void selects(String kind, String field, String value) throws Exception {
        var object = object("""
                {"spec": {"nodeName": "n1", "unschedulable": true}, "source": {"component": "kubelet"},
                 "involvedObject": {"name": "p"}}""");

        assertThat(CATALOG.findKind("", "v1", kind).orElseThrow().selectableField(object, field))
                .contains(value);
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) new ObjectMapper().readTree(json);
    }
}
