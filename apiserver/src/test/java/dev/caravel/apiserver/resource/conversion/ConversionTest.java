package dev.caravel.apiserver.resource.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.GroupVersionResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.cache.ObjectEncoding;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Conversion")
class ConversionTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();

    @Test
    @DisplayName("stores events of events.k8s.io as those of core, and gives them back")
    void events() throws Exception {
        var resource = resource("events.k8s.io", "v1", "events");
        var event = object("""
                apiVersion: events.k8s.io/v1
                kind: Event
                metadata: {name: e}
                regarding: {kind: Pod, name: p}
                note: Hello
                reportingController: default-scheduler
                deprecatedCount: 2
                """);

        var stored = resource.toStorage(event);

        assertThat(stored).isEqualTo(object("""
                apiVersion: v1
                kind: Event
                metadata: {name: e}
                involvedObject: {kind: Pod, name: p}
                message: Hello
                reportingComponent: default-scheduler
                count: 2
                """));
        assertThat(resource.fromStorage(stored)).isEqualTo(event);
    }

    @Test
    @DisplayName("lets events be selected by the field names of either version")
    void eventFields() throws Exception {
        var core = resource("", "v1", "events");
        var other = resource("events.k8s.io", "v1", "events");
        var stored = object("""
                apiVersion: v1
                kind: Event
                metadata: {name: e}
                involvedObject: {kind: Pod, name: p}
                reportingComponent: default-scheduler
                """);

        var cached = ObjectEncoding.cached(core, new Entry("key", ObjectEncoding.encode(stored), 1));

        assertThat(cached.field(core.selectableSource("involvedObject.name"))).isEqualTo("p");
        assertThat(cached.field(other.selectableSource("regarding.name"))).isEqualTo("p");
        assertThat(cached.field(other.selectableSource("reportingController"))).isEqualTo("default-scheduler");
        assertThat(cached.field(other.selectableSource("metadata.name"))).isEqualTo("e");
    }

    @Test
    @DisplayName("of autoscalers keeps for version 1 what only version 2 can say")
    void autoscalers() throws Exception {
        var resource = resource("autoscaling", "v1", "horizontalpodautoscalers");
        var stored = object("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: h}
                spec:
                  maxReplicas: 3
                  metrics:
                    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
                    - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}
                  behavior: {scaleDown: {stabilizationWindowSeconds: 3}}
                """);

        var served = resource.fromStorage(stored);

        assertThat(served.at("/apiVersion").asText()).isEqualTo("autoscaling/v1");
        assertThat(served.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(50);
        assertThat(served.at("/spec").has("metrics")).isFalse();
        assertThat(resource.toStorage(served)).isEqualTo(stored);
    }

    private static Resource resource(String group, String version, String plural) {
        return CATALOG.find(new GroupVersionResource(group, version, plural)).orElseThrow();
    }

    private static ObjectNode object(String yaml) throws Exception {
        return (ObjectNode) new YAMLMapper().readTree(yaml);
    }
}
