package dev.caravel.apiserver;

import dev.caravel.apiserver.serving.StartGate;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** What runs inside Quarkus; {@link ApiServerMain} starts it. */
public final class ApiServerApplication implements QuarkusApplication {
    @Inject
    Vertx vertx;

    @Inject
    StartGate gate;

    @Override
    public int run(String... args) {
        return RoleLauncher.launch(new ApiServerOptions(), args, options -> ApiServer.start(options, vertx, gate));
    }
}
