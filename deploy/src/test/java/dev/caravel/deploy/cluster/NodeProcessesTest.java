package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravel.deploy.node.NodeConfiguration;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.supervisor.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The processes of a node")
class NodeProcessesTest {
    @TempDir
    Path directory;

    private StateDir state;
    private InstalledRoles roles;

    @BeforeEach
    void install() throws IOException {
        state = new StateDir(directory.resolve("state"));
        roles = PlannedRoles.in(directory);
    }

    @ParameterizedTest(name = "node {0}: {1}")
    @CsvSource({
        "1, containerd kubelet kube-proxy caravel-dns",
        "2, containerd-node2 kubelet-node2 kube-proxy-node2",
        "3, containerd-node3 kubelet-node3 kube-proxy-node3"
    })
    @DisplayName("bear its name from the second node on, and the first has the cluster's DNS")
    void names(int number, String names) {
        assertThat(specs(number)).containsOnlyKeys(names.split(" "));
    }

    @ParameterizedTest(name = "{1} after {3}")
    @CsvSource({
        "1, kubelet,          http://10.95.0.1:10248/healthz, containerd kube-apiserver",
        "1, kube-proxy,       http://10.95.0.1:10256/healthz, kube-apiserver",
        "1, caravel-dns,      http://127.0.0.1:8181/readyz,   kube-apiserver",
        "2, kubelet-node2,    http://10.95.0.2:10248/healthz, containerd-node2 kube-apiserver",
        "2, kube-proxy-node2, http://10.95.0.2:10256/healthz, kube-apiserver"
    })
    @DisplayName("are asked at the node's address, and start after what they need of the same node")
    void readiness(int number, String name, String readyAt, String after) {
        ProcessSpec spec = specs(number).get(name);

        assertThat(spec.program()).isEqualTo("given");
        assertThat(spec.readiness()).isEqualTo(new Readiness.Http(URI.create(readyAt)));
        assertThat(spec.after()).containsExactly(after.split(" "));
    }

    @Test
    @DisplayName("of the first node run in the machine's own network, of others in that of their namespace")
    void network() {
        assertThat(specs(1).get("kubelet").command().getFirst())
                .isEqualTo(directory.resolve("kubelet").toString());

        assertThat(specs(2).get("kubelet-node2").command())
                .startsWith(
                        "nsenter",
                        "--net=/run/netns/caravel-" + state.id() + "-node2",
                        "--",
                        directory.resolve("kubelet").toString());
    }

    @Test
    @DisplayName("are started anew when their configuration changes: it is part of what they are")
    void configuration() {
        NodePlan node = NodePlan.of(1, state);
        NodeProcesses processes = new NodeProcesses(state, roles, false);

        assertThat(processes.specs(node, new NodeConfiguration("containerd", "kubelet")))
                .extracting(ProcessSpec::name, ProcessSpec::revision)
                .contains(tuple("containerd", "containerd"), tuple("kubelet", "kubelet"));
    }

    private Map<String, ProcessSpec> specs(int number) {
        NodePlan node = NodePlan.of(number, state);
        List<ProcessSpec> specs = new NodeProcesses(state, roles, false).specs(node, NodeConfiguration.of(node, state));
        return specs.stream().collect(Collectors.toMap(ProcessSpec::name, Function.identity()));
    }
}
