package dev.caravel.controllers.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What objects use of a quota")
class UsageTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final PodUsage PODS = new PodUsage(() -> NOW);

    @Test
    @DisplayName("is for a pod the sum of its containers, or a larger init container, and overhead")
    void pod() {
        Pod pod = parse(Pod.class, """
            metadata: {name: p}
            spec:
              overhead: {cpu: 50m}
              initContainers:
              - {name: i, resources: {requests: {cpu: "2", memory: 1Mi}}}
              containers:
              - {name: a, resources: {requests: {cpu: 500m, memory: 1Gi, example.com/gpu: "1"}, limits: {cpu: "1"}}}
              - {name: b, resources: {requests: {memory: 1Gi}}}
            """);

        assertThat(text(PODS.of(pod)))
                .isEqualTo("count/pods=1 cpu=2050m limits.cpu=1050m memory=2Gi pods=1 requests.cpu=2050m"
                        + " requests.example.com/gpu=1 requests.memory=2Gi");
    }

    @Test
    @DisplayName("counts restartable init containers with the others")
    void sidecar() {
        Pod pod = parse(Pod.class, """
            metadata: {name: p}
            spec:
              initContainers:
              - {name: s, restartPolicy: Always, resources: {requests: {cpu: 100m}}}
              - {name: i, resources: {requests: {cpu: 250m}}}
              containers:
              - {name: a, resources: {requests: {cpu: 200m}}}
            """);

        assertThat(PODS.of(pod).byName().get("cpu")).isEqualTo(Quantity.parse("350m"));
    }

    @Test
    @DisplayName("is only the count for a pod that has ended, or hangs in deletion past its time")
    void ended() {
        Pod failed = parse(Pod.class, "status: {phase: Failed}\nspec: {containers: []}");
        Pod stuck = parse(
                Pod.class,
                "metadata: {deletionTimestamp: '2026-01-01T23:59:00Z', deletionGracePeriodSeconds: 30}\nspec:"
                        + " {containers: []}");

        assertThat(text(PODS.of(failed))).isEqualTo("count/pods=1");
        assertThat(text(PODS.of(stuck))).isEqualTo("count/pods=1");
    }

    @ParameterizedTest
    @CsvSource({
        "Terminating, Exists, '', true",
        "NotTerminating, Exists, '', false",
        "BestEffort, Exists, '', true",
        "NotBestEffort, Exists, '', false",
        "PriorityClass, In, high, true",
        "PriorityClass, NotIn, high, false",
        "PriorityClass, DoesNotExist, '', false",
        "CrossNamespacePodAffinity, Exists, '', false",
        "VolumeAttributesClass, Exists, '', false",
    })
    @DisplayName("depends on the scopes that a pod is within")
    void scopes(String name, String operator, String value, boolean within) {
        Pod pod = new PodBuilder()
                .withNewSpec()
                .withActiveDeadlineSeconds(5L)
                .withPriorityClassName("high")
                .withContainers(new ContainerBuilder().withName("c").build())
                .endSpec()
                .withNewStatus()
                .withQosClass("BestEffort")
                .endStatus()
                .build();
        ScopedResourceSelectorRequirement scope = new ScopedResourceSelectorRequirementBuilder()
                .withScopeName(name)
                .withOperator(operator)
                .withValues(value)
                .build();

        assertThat(PODS.isWithin(scope, pod)).isEqualTo(within);
    }

    @Test
    @DisplayName("is for a Service its node ports and load balancer")
    void service() {
        Service service = parse(Service.class, "spec: {type: LoadBalancer, ports: [{port: 80}, {port: 81}]}");

        assertThat(text(new ServiceUsage().of(service)))
                .isEqualTo("count/services=1 services=1 services.loadbalancers=1 services.nodeports=2");
    }

    @Test
    @DisplayName("is for a claim its storage, in all and by class, and what is allocated if that is more")
    void claim() {
        PersistentVolumeClaim claim = parse(PersistentVolumeClaim.class, """
            metadata: {name: c}
            spec: {storageClassName: gold, resources: {requests: {storage: 1Gi}}}
            status: {allocatedResources: {storage: 2Gi}}
            """);

        assertThat(text(new VolumeClaimUsage().of(claim)))
                .isEqualTo("count/persistentvolumeclaims=1 gold.storageclass.storage.k8s.io/persistentvolumeclaims=1"
                        + " gold.storageclass.storage.k8s.io/requests.storage=2Gi persistentvolumeclaims=1"
                        + " requests.storage=2Gi");
    }

    private static <T> T parse(Class<T> type, String yaml) {
        return Serialization.unmarshal(yaml, type);
    }

    private static String text(Amounts amounts) {
        return amounts.byName().entrySet().stream()
                .map((Map.Entry<String, Quantity> entry) -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
