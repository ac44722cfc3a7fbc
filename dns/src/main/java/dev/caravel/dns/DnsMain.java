package dev.caravel.dns;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** The caravel-dns process. */
@QuarkusMain
public final class DnsMain implements QuarkusApplication {
    @Inject
    Vertx vertx;

    @Inject
    ClusterClients clients;

    @Override
    public int run(String... args) {
        return RoleLauncher.launch(new DnsOptions(), args, options -> ClusterDns.start(options, vertx, clients));
    }
}
