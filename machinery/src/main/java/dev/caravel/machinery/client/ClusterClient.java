package dev.caravel.machinery.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes API clients the way every role does: from a kubeconfig file, named as the role. */
public final class ClusterClient {
    private ClusterClient() {}

    /**
     * A client for the current context of {@code kubeconfig}; the caller closes it.
     *
     * @throws IllegalArgumentException when the file cannot be read
     */
    public static KubernetesClient fromKubeconfig(Path kubeconfig, String userAgent) {
        if (!Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("cannot read kubeconfig " + kubeconfig);
        }
        Config config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                .withUserAgent(userAgent)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
