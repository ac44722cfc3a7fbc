package dev.caravel.machinery.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Makes API clients the way every role does: from a kubeconfig file, named as the role. */
public final class ClusterClient {
    private ClusterClient() {}

    /**
     * A client for the current context of {@code kubeconfig}; the caller closes it.
     *
     * @throws IllegalArgumentException when the file cannot be read
     */
    public static KubernetesClient fromKubeconfig(Path kubeconfig, String userAgent) {
        return build(config(kubeconfig, userAgent));
    }

    /** A client whose requests fail in time for a leader to notice, within {@code renewDeadline}, that it is cut off. */
    public static KubernetesClient forLeaderElection(Path kubeconfig, String userAgent, Duration renewDeadline) {
        Config config = new ConfigBuilder(config(kubeconfig, userAgent + "/leader-election"))
                .withRequestTimeout((int) renewDeadline.dividedBy(2).toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
        return build(config);
    }

    /** The configuration behind {@link #fromKubeconfig}, for clients that differ from it. */
    public static Config config(Path kubeconfig, String userAgent) {
        if (kubeconfig == null || !Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("cannot read kubeconfig " + kubeconfig);
        }
        // Watches over plain HTTP: one stream on a shared connection, where a WebSocket would need a connection each.
        return new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                .withUserAgent(userAgent)
                .withOnlyHttpWatches(true)
                .build();
    }

    /** A client for {@code config} that runs its callbacks on virtual threads; the caller closes it. */
    public static KubernetesClient build(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withTaskExecutorSupplier(Executors::newVirtualThreadPerTaskExecutor)
                .build();
    }
}
