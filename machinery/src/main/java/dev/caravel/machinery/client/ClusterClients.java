package dev.caravel.machinery.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Makes API clients the way every role does: from a kubeconfig file, named as the role. Thread-safe; one per process. */
public class ClusterClients {
    private final Vertx vertx;
    private final ApiKinds kinds;

    /** @param kinds those that the clients' watches can bring */
    @Inject
    public ClusterClients(Vertx vertx, ApiKinds kinds) {
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.kinds = requireNonNull(kinds, "kinds is null");
    }

    /**
     * A client for the current context of {@code kubeconfig}; the caller closes it.
     *
     * @throws IllegalArgumentException when the file cannot be read
     */
    public KubernetesClient fromKubeconfig(Path kubeconfig, String userAgent) {
        return build(config(kubeconfig, userAgent));
    }

    /** A client whose requests fail in time for a leader to notice, within {@code renewDeadline}, that it is cut off. */
    public KubernetesClient forLeaderElection(Path kubeconfig, String userAgent, Duration renewDeadline) {
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
    public KubernetesClient build(Config config) {
        return build(config, _ -> {});
    }

    /** The same with an HTTP client of its own kind: with interceptors, say. */
    public KubernetesClient build(Config config, Consumer<HttpClient.Builder> http) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                .withKubernetesSerialization(serialization())
                .withTaskExecutorSupplier(Executors::newVirtualThreadPerTaskExecutor)
                .withHttpClientBuilderConsumer(http)
                .build();
    }

    /** Go writes an empty list as null now and then; here it is read as empty. */
    private KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
        kinds.types().forEach(serialization::registerKubernetesResource);
        return serialization;
    }
}
