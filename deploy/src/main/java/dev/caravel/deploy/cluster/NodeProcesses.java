package dev.caravel.deploy.cluster;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.node.NodeConfiguration;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.supervisor.ProcessSpec;
import dev.caravel.deploy.supervisor.Readiness;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of nodes, and the cluster's DNS on the first of them. */
public final class NodeProcesses {
    private static final int PATIENCE_SECONDS = 15;

    private final StateDir state;
    private final InstalledRoles roles;
    private final boolean verbose;

    public NodeProcesses(StateDir state, InstalledRoles roles, boolean verbose) {
        this.state = requireNonNull(state, "state is null");
        this.roles = requireNonNull(roles, "roles is null");
        this.verbose = verbose;
    }

    public List<ProcessSpec> specs(NodePlan node, NodeConfiguration configuration) {
        List<ProcessSpec> specs =
                new ArrayList<>(List.of(containerd(node, configuration), kubelet(node, configuration), proxy(node)));
        if (node.number() == 1) {
            specs.add(dns(node));
        }
        return List.copyOf(specs);
    }

    public static String processName(String program, NodePlan node) {
        return node.number() == 1 ? program : program + "-" + node.name();
    }

    private ProcessSpec containerd(NodePlan node, NodeConfiguration configuration) {
        return new ProcessSpec(
                processName("containerd", node),
                "",
                node.inNetwork(
                        "containerd", "--config", node.containerdConfiguration().toString()),
                Map.of(),
                configuration.containerd(),
                new Readiness.Socket(node.containerdSocket()),
                List.of(),
                PATIENCE_SECONDS);
    }

    private ProcessSpec kubelet(NodePlan node, NodeConfiguration configuration) {
        return role(
                Role.KUBELET,
                node,
                "http://" + node.address() + ":10248/healthz",
                List.of(processName("containerd", node), Role.KUBE_APISERVER.program()),
                configuration.kubelet(),
                List.of(
                        "--config=" + node.kubeletConfiguration(),
                        "--kubeconfig=" + state.kubeconfig("kubelet-" + node.name()),
                        "--root-dir=" + node.kubeletRoot(),
                        "--cert-dir=" + node.kubeletRoot().resolve("pki"),
                        "--hostname-override=" + node.name(),
                        "--node-ip=" + node.address()));
    }

    private ProcessSpec proxy(NodePlan node) {
        return role(
                Role.KUBE_PROXY,
                node,
                "http://" + node.address() + ":10256/healthz",
                List.of(Role.KUBE_APISERVER.program()),
                "",
                List.of(
                        "--kubeconfig=" + state.kubeconfig("kube-proxy"),
                        "--hostname-override=" + node.name(),
                        "--proxy-mode=nftables",
                        "--cluster-cidr=" + Addresses.POD_RANGE,
                        "--nodeport-addresses=0.0.0.0/0",
                        "--healthz-bind-address=" + node.address() + ":10256",
                        "--metrics-bind-address=127.0.0.1:10249"));
    }

    private ProcessSpec dns(NodePlan node) {
        return role(
                Role.CARAVEL_DNS,
                node,
                "http://127.0.0.1:8181/readyz",
                List.of(Role.KUBE_APISERVER.program()),
                "",
                List.of(
                        "--kubeconfig=" + state.kubeconfig("caravel-dns"),
                        "--bind-address=" + node.address(),
                        "--port=" + Addresses.DNS_PORT,
                        "--cluster-domain=" + Addresses.CLUSTER_DOMAIN,
                        "--health-bind-address=127.0.0.1",
                        "--health-port=8181"));
    }

    private ProcessSpec role(
            Role role, NodePlan node, String readyAt, List<String> after, String configuration, List<String> flags) {
        RoleProgram program = roles.program(role);
        List<String> command = new ArrayList<>(program.launcher());
        command.addAll(flags);
        if (role != Role.CARAVEL_DNS) {
            command.add(verbose ? "--v=4" : "--v=2");
        }
        return new ProcessSpec(
                processName(role.program(), node),
                program.kind().label(),
                node.inNetwork(command),
                Map.of(),
                configuration,
                new Readiness.Http(URI.create(readyAt)),
                after,
                program.stopSeconds());
    }
}
