package dev.caravel.kubelet.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The QoS class of a pod")
class QosClassTest {
    @ParameterizedTest(name = "requests {0} and limits {1}: {2}")
    @DisplayName("is told by its requests and limits")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                        | {}                        | BestEffort",
                "{cpu: 1}                  | {}                        | Burstable",
                "{}                        | {memory: 1Gi}             | Burstable",
                "{}                        | {cpu: 1, memory: 1Gi}     | Guaranteed",
                "{cpu: 1000m, memory: 1Gi} | {cpu: 1, memory: 1024Mi}  | Guaranteed",
                "{cpu: 500m, memory: 1Gi}  | {cpu: 1, memory: 1Gi}     | Burstable",
                "{nvidia.com/gpu: 1}       | {nvidia.com/gpu: 1}       | BestEffort",
            })
    void classes(String requests, String limits, String expected) {
        Pod pod = Pods.yaml(
                "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: x, resources: {requests: "
                        + requests + ", limits: " + limits + "}}]}}");

        assertThat(QosClass.of(pod).text()).isEqualTo(expected);
    }
}
