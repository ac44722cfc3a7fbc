package dev.caravel.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Fabric8 clients of a cluster behind a door. */
final class Fabric8Clients {
    private Fabric8Clients() {}

    static KubernetesClient administrator(ClusterDoor door) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(door.kubeconfig()))
                .build();
    }
}
