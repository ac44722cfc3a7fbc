package dev.caravel.apiserver.kinds.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Fields of features that are off")
class GatedBehaviorTest {
    private static final Context CONTEXT = new Context("ns", "x", "", UserInfo.of("alice"), false);

    private static KindBehavior of(String group, String plural) {
        return GatedBehavior.around(List.of()).stream()
                .filter(behavior -> behavior.resource().equals(new GroupResource(group, plural)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | pods | {spec: {containers: [{name: 'a', lifecycle: {stopSignal: 'SIGTERM'}}]}} | {spec: {containers: [{name: 'a'}]}}",
                "'' | pods | {spec: {containers: [{lifecycle: {stopSignal: 'SIGTERM', preStop: {}}}]}} | {spec: {containers: [{lifecycle: {preStop: {}}}]}}",
                "'' | pods | {spec: {initContainers: [{lifecycle: {}}]}} | {spec: {initContainers: [{lifecycle: {}}]}}",
                "'' | pods | {spec: {volumes: [{projected: {sources: [{clusterTrustBundle: {path: 'a'}}, {podCertificate: {}}]}}]}} | {spec: {volumes: [{projected: {sources: [{}, {}]}}]}}",
                "'' | pods | {spec: {schedulingGroup: {podGroupName: 'a'}}} | {spec: {}}",
                "apps | deployments | {spec: {template: {spec: {schedulingGroup: {}}}}} | {spec: {template: {spec: {}}}}",
                "batch | cronjobs | {spec: {jobTemplate: {spec: {template: {spec: {schedulingGroup: {}}}}}}} | {spec: {jobTemplate: {spec: {template: {spec: {}}}}}}",
                "'' | podtemplates | {template: {spec: {schedulingGroup: {}}}} | {template: {spec: {}}}",
                "apps | statefulsets | {spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 2, partition: 1}}}} | {spec: {updateStrategy: {rollingUpdate: {partition: 1}}}}",
                "coordination.k8s.io | leases | {spec: {strategy: 'OldestEmulationVersion', preferredHolder: 'a', holderIdentity: 'b'}} | {spec: {holderIdentity: 'b'}}",
                "storage.k8s.io | csidrivers | {spec: {preventPodSchedulingIfMissing: true}} | {spec: {}}",
                "resource.k8s.io | resourceslices | {spec: {devices: [{attributes: {a: {ints: [1]}, b: {int: 1}}, nodeAllocatableResourceMappings: {}}]}} | {spec: {devices: [{attributes: {a: {}, b: {int: 1}}}]}}",
            })
    @DisplayName("are not stored")
    void dropped(String group, String plural, String object, String stored) {
        ObjectNode created = Json.object(object);
        of(group, plural).prepareForCreate(CONTEXT, created);
        assertThat(created).isEqualTo(Json.object(stored));

        ObjectNode updated = Json.object(object);
        of(group, plural).prepareForUpdate(CONTEXT, updated, Json.object(stored));
        assertThat(updated).isEqualTo(Json.object(stored));
    }

    @Test
    @DisplayName("stay where they are from a time when the feature was on, and may then change")
    void kept() {
        String stored = "{spec: {schedulingGroup: {podGroupName: 'a'}}}";
        ObjectNode updated = Json.object(
                "{spec: {schedulingGroup: {podGroupName: 'b'}, containers: [{lifecycle: {stopSignal: 'SIGTERM'}}]}}");

        of("", "pods").prepareForUpdate(CONTEXT, updated, Json.object(stored));

        assertThat(updated).isEqualTo(Json.object("{spec: {schedulingGroup: {podGroupName: 'b'}, containers: [{}]}}"));
    }
}
