package dev.caravel.apiserver.admission.plugins.pods;

import static dev.caravel.apiserver.admission.Writes.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.kinds.pods.TopologyLabels;
import dev.caravel.apiserver.resource.GroupResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Plugins for pods")
class PodPluginsTest {
    private final InMemoryObjects objects = new InMemoryObjects();

    @Test
    @DisplayName("AlwaysPullImages makes every container pull")
    void pull() {
        ObjectNode pod = mutated(
                new AlwaysPullImages(),
                "{spec: {containers: [{image: 'a', imagePullPolicy: 'Never'}], volumes: [{image: {reference: 'b'}}]}}");

        assertThat(pod.at("/spec/containers/0/imagePullPolicy").asText()).isEqualTo("Always");
        assertThat(pod.at("/spec/volumes/0/image/pullPolicy").asText()).isEqualTo("Always");
        assertThatThrownBy(() -> new AlwaysPullImages()
                        .validate(create("pods", "{spec: {containers: [{imagePullPolicy: 'Never'}]}}")))
                .hasMessage("pods \"x\" is forbidden: spec.containers[0].imagePullPolicy: Unsupported value: \"Never\":"
                        + " supported values: \"Always\"");
    }

    @Test
    @DisplayName("LimitPodHardAntiAffinityTopology refuses to keep others off more than a node")
    void antiAffinity() {
        assertThatThrownBy(() -> new HardAntiAffinityTopology()
                        .validate(create(
                                "pods",
                                "{spec: {affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                                        + " [{topologyKey: 'zone'}]}}}}")))
                .hasMessage("pods \"x\" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey"
                        + " zone but only key kubernetes.io/hostname is allowed");
    }

    @Test
    @DisplayName("ExtendedResourceToleration tolerates the taints of the devices asked for")
    void extended() {
        ObjectNode pod = mutated(
                new ExtendedResourceToleration(),
                "{spec: {containers: [{resources: {requests: {'example.com/gpu': '1', cpu: '1'}}}]}}");

        assertThat(pod.at("/spec/tolerations"))
                .isEqualTo(Json.tree("[{key: 'example.com/gpu', operator: 'Exists', effect: 'NoSchedule'}]"));
    }

    @Test
    @DisplayName("PodNodeSelector gives the selector of the namespace, and refuses another")
    void nodeSelector() {
        namespace("{'scheduler.alpha.kubernetes.io/node-selector': 'env=prod'}");
        PodNodeSelector plugin =
                new PodNodeSelector(objects, Json.tree("{podNodeSelectorPluginConfig: {ns: 'env=prod,disk=ssd'}}"));

        ObjectNode pod = mutated(plugin, "{spec: {nodeSelector: {disk: 'ssd'}}}");

        assertThat(pod.at("/spec/nodeSelector")).isEqualTo(Json.tree("{disk: 'ssd', env: 'prod'}"));
        assertThatThrownBy(() -> mutated(plugin, "{spec: {nodeSelector: {env: 'test'}}}"))
                .hasMessageContaining("pod node label selector conflicts with its namespace node label selector");
        assertThatThrownBy(() -> mutated(plugin, "{spec: {nodeSelector: {zone: 'a'}}}"))
                .hasMessageContaining("pod node label selector labels conflict with its namespace whitelist");
    }

    @Test
    @DisplayName("PodTolerationRestriction gives default tolerations, and refuses those that are not allowed")
    void tolerations() {
        namespace("{'scheduler.alpha.kubernetes.io/defaultTolerations': '[{\\\"key\\\": \\\"a\\\", \\\"operator\\\":"
                + " \\\"Exists\\\"}]', 'scheduler.alpha.kubernetes.io/tolerationsWhitelist': '[{\\\"key\\\": \\\"a\\\","
                + " \\\"operator\\\": \\\"Exists\\\"}]'}");
        PodTolerationRestriction plugin = new PodTolerationRestriction(objects, MissingNode.getInstance());

        assertThat(mutated(plugin, "{spec: {tolerations: [{key: 'a', value: 'v', operator: 'Equal'}]}}")
                        .at("/spec/tolerations"))
                .isEqualTo(Json.tree("[{key: 'a', operator: 'Exists'}]"));
        assertThatThrownBy(() -> mutated(plugin, "{spec: {tolerations: [{key: 'b', operator: 'Exists'}]}}"))
                .hasMessage("pod tolerations (possibly merged with namespace default tolerations) conflict with its"
                        + " namespace whitelist");
    }

    @Test
    @DisplayName("RuntimeClass brings overhead, nodes and tolerations")
    void runtimeClass() {
        objects.create(
                new GroupResource("node.k8s.io", "runtimeclasses"),
                "",
                Json.object(
                        "{metadata: {name: 'gvisor'}, overhead: {podFixed: {cpu: '100m'}}, scheduling: {nodeSelector:"
                                + " {runtime: 'gvisor'}, tolerations: [{key: 'g', operator: 'Exists'}]}}"));
        RuntimeClassAdmission plugin = new RuntimeClassAdmission(objects);

        ObjectNode pod = mutated(plugin, "{spec: {runtimeClassName: 'gvisor'}}");

        assertThat(pod.path("spec"))
                .isEqualTo(Json.tree("{runtimeClassName: 'gvisor', overhead: {cpu: '100m'}, nodeSelector: {runtime:"
                        + " 'gvisor'}, tolerations: [{key: 'g', operator: 'Exists'}]}"));
        assertThatThrownBy(() -> mutated(plugin, "{spec: {runtimeClassName: 'none'}}"))
                .hasMessage("pods \"x\" is forbidden: pod rejected: RuntimeClass \"none\" not found");
        assertThatThrownBy(() -> mutated(plugin, "{spec: {runtimeClassName: 'gvisor', overhead: {cpu: '1'}}}"))
                .hasMessageContaining("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        assertThatThrownBy(() -> plugin.validate(create("pods", "{spec: {overhead: {cpu: '1'}}}")))
                .hasMessageContaining("pod rejected: Pod Overhead set without corresponding RuntimeClass");
    }

    @Test
    @DisplayName("PodTopologyLabels tells a pod the zone of the node that it is made on")
    void topology() {
        objects.create(
                new GroupResource("", "nodes"),
                "",
                Json.object("{metadata: {name: 'n1', labels: {'topology.kubernetes.io/zone': 'a', other: 'x'}}}"));

        ObjectNode pod = mutated(new PodTopologyLabels(new TopologyLabels(objects)), "{spec: {nodeName: 'n1'}}");

        assertThat(pod.at("/metadata/labels")).isEqualTo(Json.tree("{'topology.kubernetes.io/zone': 'a'}"));
    }

    private void namespace(String annotations) {
        objects.create(
                new GroupResource("", "namespaces"),
                "",
                Json.object("{metadata: {name: 'ns', annotations: " + annotations + "}}"));
    }

    private static ObjectNode mutated(AdmissionPlugin plugin, String pod) {
        AdmissionRequest request = create("pods", pod);
        plugin.mutate(request);
        return request.object().orElseThrow();
    }
}
