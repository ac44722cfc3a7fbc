package dev.caravel.controllers.manager;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.client.ObjectCaches;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.leaderelection.ElectionSettings;
import dev.caravel.machinery.leaderelection.LeaderElector;
import dev.caravel.machinery.reconcile.Delayer;
import dev.caravel.machinery.serving.HealthCheck;
import dev.caravel.machinery.serving.SecureServing;
import dev.caravel.machinery.serving.StatusServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** A running kube-controller-manager: composition root of the role. */
public final class ControllerManager implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ControllerManager.class);
    private static final String NAME = "kube-controller-manager";
    private static final int DEFAULT_PORT = 10257;

    private final List<AutoCloseable> parts = new ArrayList<>();

    private ControllerManager() {}

    /** @throws Exception when the options make no sense or the port is taken; nothing is left running then */
    public static ControllerManager start(ControllerManagerOptions options, Vertx vertx, ClusterClients clusterClients)
            throws Exception {
        ControllerManager manager = new ControllerManager();
        try {
            manager.assemble(options, vertx, clusterClients);
            return manager;
        } catch (Exception e) {
            manager.close();
            throw e;
        }
    }

    private void assemble(ControllerManagerOptions options, Vertx vertx, ClusterClients clusterClients)
            throws Exception {
        Map<String, ControllerFactory> catalog = ControllerCatalog.all();
        ControllerSelection selection = new ControllerSelection(options.controllers, known(catalog));
        ElectionSettings election = options.leaderElection.settings(NAME);
        Clock clock = Clock.systemUTC();

        Config config = ClusterClients.config(options.kubeconfig, NAME);
        ControllerClients clients =
                keep(new ControllerClients(clusterClients, config, options.useServiceAccountCredentials, clock));
        ScheduledExecutorService timer = Delayer.newExecutor();
        parts.add(timer::shutdownNow);
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ObjectCaches caches = keep(new ObjectCaches(clients.own()));
        ControllerContext context = new ControllerContext(options, clients, caches, clock, Delayer.on(timer), metrics);
        ControllerSet controllers = new ControllerSet(context, catalog, selection);

        List<HealthCheck> checks = new ArrayList<>(List.of(HealthCheck.ping()));
        LeaderElector elector = null;
        if (options.leaderElection.enabled) {
            KubernetesClient electionClient =
                    keep(clusterClients.forLeaderElection(options.kubeconfig, NAME, election.renewDeadline()));
            EventRecorder events = context.events(electionClient, NAME);
            elector = keep(new LeaderElector(
                    electionClient, election, LeaderElector.newIdentity(), events, leading(controllers), clock));
            checks.add(elector.healthCheck());
        }
        keep(controllers);
        if (options.serving.port(DEFAULT_PORT) != 0) {
            keep(StatusServer.start(
                    vertx,
                    SecureServing.server(options.serving, NAME, DEFAULT_PORT, clock),
                    Map.of("/healthz", checks, "/livez", checks, "/readyz", checks),
                    metrics));
        }
        if (elector == null) {
            controllers.start();
        } else {
            elector.start();
        }
    }

    private static Set<String> known(Map<String, ControllerFactory> catalog) {
        Set<String> known = new HashSet<>(ControllerCatalog.MISSING);
        known.addAll(catalog.keySet());
        return known;
    }

    private static LeaderElector.Listener leading(ControllerSet controllers) {
        return new LeaderElector.Listener() {
            @Override
            public void startedLeading() {
                controllers.start();
            }

            @Override
            public void lostLeadership() {
                log.error("leaderelection lost");
                // Another may lead by now: whatever runs here must not write another byte.
                Runtime.getRuntime().halt(1);
            }
        };
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        parts.add(part);
        return part;
    }

    /** Stops all parts, the last made first: the controllers before the lease by which they may run. */
    @Override
    public synchronized void close() throws Exception {
        ControlLoop.closeAll(parts);
        parts.clear();
    }
}
