package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cluster of three nodes")
class ThreeNodesIT {
    @Test
    @DisplayName(
            "lets pods of different nodes reach each other by address, Service and name; 'reset' leaves nothing of it")
    void threeNodes() throws IOException {
        TestCluster cluster = new TestCluster("three");
        try (cluster) {
            cluster.caravel("up", "--nodes", "3").orFail();
            cluster.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s")
                    .orFail();
            for (int node = 1; node <= 3; node++) {
                cluster.kubectlWithInput(pod(node), "apply", "-f", "-").orFail();
            }
            cluster.kubectl("wait", "--for=condition=Ready", "pods", "--all", "--timeout=90s")
                    .orFail();
            cluster.kubectl("expose", "pod", "on-node3", "--name=far", "--port=80", "--target-port=8080")
                    .orFail();
            String address = cluster.kubectl("get", "pod", "on-node3", "-o", "jsonpath={.status.podIP}")
                    .orFail()
                    .text();

            for (String from : List.of("on-node1", "on-node2", "on-node3")) {
                assertThat(fetch(cluster, from, "http://" + address + ":8080")).startsWith("hello from on-node3");
                Eventually.holds(from + " reaches the service", () -> fetch(cluster, from, "http://far")
                        .startsWith("hello from on-node3"));
            }
        }

        assertThat(cluster.stateDir()).doesNotExist();
        assertThat(Shell.run(List.of("ip", "netns")).out()).doesNotContain("caravel-e2e-three");
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(cluster.stateDir().toString());
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains(cluster.stateDir().toString()));
    }

    private static String fetch(TestCluster cluster, String from, String url) {
        return cluster.kubectl("exec", from, "--", "wget", "-q", "-O", "-", url).text();
    }

    private static String pod(int node) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: on-node%1$d
                  labels:
                    name: on-node%1$d
                spec:
                  nodeName: node%1$d
                  containers:
                  - name: hello
                    image: localhost/hello:1
                """.formatted(node);
    }
}
