package dev.caravel.deploy.command;

import dev.caravel.deploy.cluster.Addresses;
import dev.caravel.deploy.cluster.Kubeconfig;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.state.StateDir;
import java.util.List;

/** The kubeconfigs of a cluster: of its administrator, and of each role. */
record ClusterKubeconfigs(StateDir state) {
    void write(List<NodePlan> nodes) {
        String local = "https://127.0.0.1:" + Addresses.API_PORT;
        String shared = "https://" + Addresses.controlPlane() + ":" + Addresses.API_PORT;
        Kubeconfig.write(state, "admin", "admin", local);
        for (String name : List.of("kube-controller-manager", "kube-scheduler", "caravel-dns")) {
            Kubeconfig.write(state, name, name, local);
        }
        Kubeconfig.write(state, "kube-proxy", "kube-proxy", shared);
        nodes.forEach(node -> Kubeconfig.write(state, "kubelet-" + node.name(), "kubelet-" + node.name(), shared));
    }
}
