package dev.caravel.scheduler;

import dev.caravel.machinery.client.ClusterClient;
import dev.caravel.machinery.serving.StatusServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.Map;

/** A running scheduler: composition root of the role. */
final class Scheduler implements AutoCloseable {
    private final KubernetesClient client;
    private final StatusServer status;

    private Scheduler(KubernetesClient client, StatusServer status) {
        this.client = client;
        this.status = status;
    }

    static Scheduler start(SchedulerOptions options, Vertx vertx) {
        KubernetesClient client = ClusterClient.fromKubeconfig(options.kubeconfig, "kube-scheduler");
        StatusServer status = StatusServer.start(
                vertx,
                new HttpServerOptions().setHost(options.bindAddress).setPort(options.securePort),
                Map.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        return new Scheduler(client, status);
    }

    @Override
    public void close() {
        status.close();
        client.close();
    }
}
