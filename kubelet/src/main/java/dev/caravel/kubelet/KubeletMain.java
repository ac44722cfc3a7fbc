package dev.caravel.kubelet;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** The kubelet process. */
@QuarkusMain
public final class KubeletMain implements QuarkusApplication {
    @Inject
    Vertx vertx;

    @Inject
    ClusterClients clients;

    @Override
    public int run(String... args) {
        return RoleLauncher.launch(new KubeletOptions(), args, options -> Kubelet.start(options, vertx, clients));
    }
}
