package dev.caravel.scheduler;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.events.ApiEventRecorder;
import dev.caravel.machinery.leaderelection.ElectionSettings;
import dev.caravel.machinery.leaderelection.LeaderElector;
import dev.caravel.machinery.serving.HealthCheck;
import dev.caravel.machinery.serving.SecureServing;
import dev.caravel.machinery.serving.StatusServer;
import dev.caravel.scheduler.config.SchedulerConfiguration;
import dev.caravel.scheduler.cycle.Workers;
import dev.caravel.scheduler.metrics.SchedulerMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** A running kube-scheduler: composition root of the role. */
final class SchedulerProcess implements AutoCloseable {
    private static final Logger log = Logger.getLogger(SchedulerProcess.class);
    private static final String COMPONENT = "kube-scheduler";

    /** In reverse order of what depends on what. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private SchedulerProcess() {}

    static SchedulerProcess start(SchedulerOptions options, Vertx vertx, ClusterClients clients) throws Exception {
        SchedulerProcess process = new SchedulerProcess();
        try {
            process.run(options, vertx, clients);
            return process;
        } catch (Exception e) {
            process.close();
            throw e;
        }
    }

    private void run(SchedulerOptions options, Vertx vertx, ClusterClients clients) throws IOException {
        Clock clock = Clock.systemUTC();
        SchedulerConfiguration configuration = Scheduler.configuration(options);
        if (!options.withoutEffect.isEmpty() || options.master != null) {
            log.warn("some of the flags given have no effect yet: see --help");
        }
        Path kubeconfig = configuration.kubeconfig().orElse(options.kubeconfig);
        KubernetesClient client = keep(clients.fromKubeconfig(kubeconfig, COMPONENT));
        Workers writers = keep(new Workers());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        String identity = LeaderElector.newIdentity();
        Scheduler scheduler = new Scheduler(
                client,
                configuration,
                new SchedulerMetrics(registry),
                writers,
                clock,
                identity.substring(0, identity.indexOf('_')));
        CompletableFuture<Void> synced = scheduler.watch();

        List<HealthCheck> live = new ArrayList<>(List.of(HealthCheck.ping()));
        if (options.leaderElection.enabled && configuration.leaderElection().enabled()) {
            live.add(elect(clients, options, configuration, kubeconfig, identity, scheduler, synced, clock));
        } else {
            synced.thenRun(scheduler::lead);
        }
        // Kept after the elector, so that the lease is given up only when deciding has ended.
        keep(scheduler);
        if (options.serving.port(SchedulerOptions.DEFAULT_PORT) != 0) {
            keep(StatusServer.start(
                    vertx,
                    SecureServing.server(options.serving, COMPONENT, SchedulerOptions.DEFAULT_PORT, clock),
                    Map.of("/healthz", live, "/livez", live, "/readyz", List.of(HealthCheck.ping(), syncCheck(synced))),
                    registry));
        }
    }

    private HealthCheck elect(
            ClusterClients clients,
            SchedulerOptions options,
            SchedulerConfiguration configuration,
            Path kubeconfig,
            String identity,
            Scheduler scheduler,
            CompletableFuture<Void> synced,
            Clock clock) {
        ElectionSettings settings = configuration.fromFile()
                ? configuration.leaderElection().settings()
                : options.leaderElection.settings(COMPONENT);
        KubernetesClient client = keep(clients.forLeaderElection(kubeconfig, COMPONENT, settings.renewDeadline()));
        ApiEventRecorder events = keep(new ApiEventRecorder(client, "default-scheduler", "", clock));
        LeaderElector elector = keep(new LeaderElector(
                client,
                settings,
                identity,
                events,
                new LeaderElector.Listener() {
                    @Override
                    public void startedLeading() {
                        synced.thenRun(scheduler::lead);
                    }

                    @Override
                    public void lostLeadership() {
                        Quarkus.asyncExit(1);
                    }
                },
                clock));
        elector.start();
        return elector.healthCheck();
    }

    private static HealthCheck syncCheck(CompletableFuture<Void> synced) {
        return HealthCheck.of(
                "sched-handler-sync",
                () -> synced.isDone() ? Optional.empty() : Optional.of("waiting for handlers to sync"));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
