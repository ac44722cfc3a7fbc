package dev.caravel.controllers;

import dev.caravel.controllers.manager.ControllerManager;
import dev.caravel.controllers.manager.ControllerManagerOptions;
import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** The kube-controller-manager process. */
@QuarkusMain
public final class ControllerManagerMain implements QuarkusApplication {
    @Inject
    Vertx vertx;

    @Inject
    ClusterClients clients;

    @Override
    public int run(String... args) {
        return RoleLauncher.launch(
                new ControllerManagerOptions(), args, options -> ControllerManager.start(options, vertx, clients));
    }
}
