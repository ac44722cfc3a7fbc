package dev.caravel.apiserver.kinds.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.FieldError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A pod")
class PodBehaviorTest {
    private final PodBehavior behavior =
            new PodBehavior(Clock.fixed(Instant.parse("2026-01-02T03:04:05.6Z"), ZoneOffset.UTC));

    private static Context context(String subresource) {
        return new Context("default", "p", subresource, UserInfo.of("alice"), false);
    }

    @Test
    @DisplayName("is pending at first, whatever the client says")
    void pending() {
        ObjectNode pod =
                Json.object("{metadata: {name: 'p'}, spec: {containers: [{name: 'a'}]}, status: {phase: 'Running'}}");

        behavior.prepareForCreate(context(""), pod);

        assertThat(pod.path("status")).isEqualTo(Json.object("{phase: 'Pending', qosClass: 'BestEffort'}"));
        assertThat(pod.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("with scheduling gates says that it is gated")
    void gated() {
        ObjectNode pod = Json.object("{spec: {schedulingGates: [{name: 'g'}]}}");

        behavior.prepareForCreate(context(""), pod);

        assertThat(pod.at("/status/conditions/0"))
                .isEqualTo(
                        Json.object(
                                "{type: 'PodScheduled', lastTransitionTime: '2026-01-02T03:04:05Z', lastProbeTime: null,"
                                        + " status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates'}"));
    }

    @Test
    @DisplayName("gets its matchLabelKeys written into the selectors")
    void matchLabelKeys() {
        ObjectNode pod = Json.object(
                "{metadata: {labels: {app: 'web'}}, spec: {topologySpreadConstraints: [{labelSelector: {}, matchLabelKeys: ['app', 'none']}],"
                        + " affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {labelSelector: {}, mismatchLabelKeys: ['app']}}]}}}}");

        behavior.prepareForCreate(context(""), pod);

        assertThat(pod.at("/spec/topologySpreadConstraints/0/labelSelector"))
                .isEqualTo(Json.object("{matchExpressions: [{key: 'app', operator: 'In', values: ['web']}]}"));
        assertThat(
                        pod.at(
                                "/spec/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm/labelSelector"))
                .isEqualTo(Json.object("{matchExpressions: [{key: 'app', operator: 'NotIn', values: ['web']}]}"));
    }

    @DisplayName("is given time to stop only while something may run")
    @ParameterizedTest(name = "node {0}, phase {1}, spec {2}s, asked for {3}s: {4}s")
    @CsvSource({
        "'',    Pending,   30,   , 0",
        "node1, Pending,   30,   , 30",
        "node1, Running,   30,  5, 5",
        "node1, Running,   30,  0, 0",
        "node1, Running,   30, -1, 1",
        "node1, Running,   -5,   , 1",
        "node1, Succeeded, 30, 10, 0",
        "node1, Failed,    30,   , 0",
    })
    void gracePeriod(String node, String phase, int specified, Long requested, int expected) {
        ObjectNode pod =
                Json.object("{spec: {nodeName: '%s', terminationGracePeriodSeconds: %d}, status: {phase: '%s'}}"
                        .formatted(node, specified, phase));

        assertThat(behavior.gracePeriod(pod, Optional.ofNullable(requested).map(Duration::ofSeconds)))
                .contains(Duration.ofSeconds(expected));
    }

    @Test
    @DisplayName("keeps owners, QoS class and observed generations when its status is written")
    void statusUpdate() {
        ObjectNode old = Json.object(
                "{metadata: {ownerReferences: [{uid: 'o'}]}, status: {qosClass: 'Burstable', observedGeneration: 3,"
                        + " conditions: [{type: 'Ready', observedGeneration: 2}]}}");
        ObjectNode pod =
                Json.object("{metadata: {}, status: {phase: 'Running', conditions: [{type: 'Ready'}, {type: 'New'}]}}");

        behavior.prepareForUpdate(context("status"), pod, old);

        assertThat(Json.reread(pod))
                .isEqualTo(
                        Json.object(
                                "{metadata: {ownerReferences: [{uid: 'o'}]}, status: {phase: 'Running', qosClass: 'Burstable',"
                                        + " observedGeneration: 3, conditions: [{type: 'Ready', observedGeneration: 2}, {type: 'New'}]}}"));
    }

    @Test
    @DisplayName("takes ephemeral containers and nothing else through ephemeralcontainers")
    void ephemeralContainers() {
        ObjectNode old = Json.object(
                "{metadata: {name: 'p', labels: {a: '1'}, generation: 1}, spec: {containers: [{name: 'a'}]}, status: {phase: 'Running'}}");
        ObjectNode pod = Json.object(
                "{metadata: {name: 'p', labels: {a: '2'}}, spec: {containers: [{name: 'x'}], ephemeralContainers: [{name: 'e'}]}}");

        behavior.prepareForUpdate(context("ephemeralcontainers"), pod, old);

        assertThat(Json.reread(pod))
                .isEqualTo(
                        Json.object(
                                "{metadata: {name: 'p', labels: {a: '1'}, generation: 2}, spec: {containers: [{name: 'a'}], ephemeralContainers: [{name: 'e'}]}, status: {phase: 'Running'}}"));
        assertThat(behavior.validate(context("ephemeralcontainers"), old, Optional.of(pod)))
                .extracting(FieldError::toString)
                .containsExactly(
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"e\" may not be removed\n");
    }

    @Test
    @DisplayName("takes resources and nothing else through resize")
    void resize() {
        ObjectNode old = Json.object(
                "{metadata: {generation: 4}, spec: {containers: [{name: 'a', image: 'i', resources: {}}]}}");
        ObjectNode pod = Json.object(
                "{metadata: {}, spec: {containers: [{name: 'a', image: 'j', resources: {limits: {cpu: '2'}}}]}}");

        behavior.prepareForUpdate(context("resize"), pod, old);

        assertThat(Json.reread(pod))
                .isEqualTo(
                        Json.object(
                                "{metadata: {generation: 5}, spec: {containers: [{name: 'a', image: 'i', resources: {limits: {cpu: '2'}}}]}}"));
        assertThat(old.at("/spec/containers/0/resources")).isEmpty();
    }

    @DisplayName("has the QoS class that its cpu and memory make")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                                          | BEST_EFFORT",
                "{containers: [{resources: {requests: {'nvidia.com/gpu': 1}}}]}                              | BEST_EFFORT",
                "{containers: [{resources: {requests: {cpu: '0'}}}]}                                         | BEST_EFFORT",
                "{containers: [{resources: {requests: {cpu: '1'}}}]}                                         | BURSTABLE",
                "{containers: [{resources: {limits: {cpu: 1, memory: '1Gi'}, requests: {cpu: '1000m', memory: '1024Mi'}}}]} | GUARANTEED",
                "{containers: [{resources: {limits: {cpu: 1, memory: '1Gi'}, requests: {cpu: 1}}}]}          | BURSTABLE",
                "{containers: [{resources: {limits: {cpu: 1, memory: '1Gi'}, requests: {cpu: 1, memory: '1Gi'}}}, {}]} | BURSTABLE",
                "{initContainers: [{}], containers: [{resources: {limits: {cpu: 1, memory: '1Gi'}, requests: {cpu: 1, memory: '1Gi'}}}]} | BURSTABLE",
                "{resources: {limits: {cpu: 1, memory: '1Gi'}, requests: {cpu: 1, memory: '1Gi'}}, containers: [{}]} | GUARANTEED",
                "{resources: {requests: {cpu: 1}}, containers: [{}]}                                         | BURSTABLE",
                "{containers: [{resources: {limits: {cpu: 'x'}}}]}                                           | BEST_EFFORT",
            })
    void qosClass(String spec, QosClass expected) {
        assertThat(QosClass.of(Json.object("{spec: %s}".formatted(spec)))).isEqualTo(expected);
    }
}
