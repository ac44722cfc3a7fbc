package dev.caravel.proxy;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** The kube-proxy process. */
@QuarkusMain
public final class ProxyMain implements QuarkusApplication {
    @Inject
    Vertx vertx;

    @Inject
    ClusterClients clients;

    @Override
    public int run(String... args) {
        return RoleLauncher.launch(new ProxyOptions(), args, options -> KubeProxy.start(options, vertx, clients));
    }
}
