package dev.caravel.scheduler;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** The kube-scheduler process. */
@QuarkusMain
public final class SchedulerMain implements QuarkusApplication {
    @Inject
    Vertx vertx;

    @Inject
    ClusterClients clients;

    @Override
    public int run(String... args) {
        return RoleLauncher.launch(
                new SchedulerOptions(), args, options -> SchedulerProcess.start(options, vertx, clients));
    }
}
