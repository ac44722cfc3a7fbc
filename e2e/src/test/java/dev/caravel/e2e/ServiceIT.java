package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.e2e.SharedCluster.Scope;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@Tag("smoke")
@DisplayName("A Service")
class ServiceIT {
    private static final int REQUESTS = 20;

    @Test
    @DisplayName("answers at its cluster IP, at its node port, and by name from a pod")
    void answers(Scope scope) {
        exposedHello(scope);
        String clusterIp = scope.jsonPath("{.spec.clusterIP}", "service", "hello");
        String nodePort = scope.jsonPath("{.spec.ports[0].nodePort}", "service", "hello");

        Eventually.holds(
                "the cluster IP answers",
                () -> scope.cluster().get("http://" + clusterIp).startsWith("hello from"));
        assertThat(scope.cluster().get("http://10.95.0.1:" + nodePort)).startsWith("hello from");
        String pod = scope.jsonPath("{.items[0].metadata.name}", "pods");
        assertThat(scope.kubectl("exec", pod, "--", "wget", "-q", "-O", "-", "http://hello")
                        .orFail()
                        .text())
                .startsWith("hello from");
    }

    @Test
    @DisplayName("keeps answering after a pod is killed and after a scale")
    void keepsAnswering(Scope scope) {
        exposedHello(scope);
        String url = "http://" + scope.jsonPath("{.spec.clusterIP}", "service", "hello");
        Eventually.holds(
                "the cluster IP answers", () -> scope.cluster().get(url).startsWith("hello from"));

        scope.kubectl(
                        "delete",
                        scope.kubectl("get", "pods", "-o", "name")
                                .text()
                                .lines()
                                .findFirst()
                                .orElseThrow(),
                        "--wait=false")
                .orFail();
        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=60s").orFail();
        scope.kubectl("scale", "deployment/hello", "--replicas=1").orFail();
        scope.kubectl("rollout", "status", "deployment/hello", "--timeout=60s").orFail();
        Eventually.holds(
                "one endpoint is left",
                () -> scope.jsonPath(
                                        "{.items[0].endpoints[*].addresses[0]}",
                                        "endpointslices",
                                        "-l",
                                        "kubernetes.io/service-name=hello")
                                .split(" ")
                                .length
                        == 1);

        Eventually.holds("the service answers steadily", () -> IntStream.range(0, REQUESTS)
                .allMatch(_ -> scope.cluster().get(url).startsWith("hello from")));
    }

    private static void exposedHello(Scope scope) {
        scope.deployHello(3);
        scope.kubectl("expose", "deployment", "hello", "--port=80", "--target-port=8080", "--type=NodePort")
                .orFail();
    }
}
