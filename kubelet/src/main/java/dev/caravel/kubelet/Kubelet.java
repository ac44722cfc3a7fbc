package dev.caravel.kubelet;

import dev.caravel.kubelet.config.Configuration;
import dev.caravel.kubelet.config.ConfigurationDocument;
import dev.caravel.kubelet.containers.ContainerConfigs;
import dev.caravel.kubelet.containers.Environment;
import dev.caravel.kubelet.containers.PodCgroups;
import dev.caravel.kubelet.containers.PodDirectories;
import dev.caravel.kubelet.containers.ResourceFields;
import dev.caravel.kubelet.containers.SandboxConfigs;
import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriChannel;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.ImageStore;
import dev.caravel.kubelet.images.ImagePuller;
import dev.caravel.kubelet.lifecycle.LifecycleHooks;
import dev.caravel.kubelet.logs.ContainerLogs;
import dev.caravel.kubelet.logs.DirectoryChanges;
import dev.caravel.kubelet.logs.LogReader;
import dev.caravel.kubelet.logs.LogRotation;
import dev.caravel.kubelet.network.PodDns;
import dev.caravel.kubelet.node.Machine;
import dev.caravel.kubelet.node.NodeLease;
import dev.caravel.kubelet.node.NodeLoop;
import dev.caravel.kubelet.node.NodeReport;
import dev.caravel.kubelet.pods.ContainerKiller;
import dev.caravel.kubelet.pods.ContainerStarter;
import dev.caravel.kubelet.pods.PodServices;
import dev.caravel.kubelet.pods.PodWorkers;
import dev.caravel.kubelet.pods.RuntimeRelist;
import dev.caravel.kubelet.pods.SandboxStarter;
import dev.caravel.kubelet.pods.WakeUps;
import dev.caravel.kubelet.probes.HttpCheck;
import dev.caravel.kubelet.probes.Prober;
import dev.caravel.kubelet.server.KubeletServer;
import dev.caravel.kubelet.sources.ApiObjects;
import dev.caravel.kubelet.sources.ObjectWatches;
import dev.caravel.kubelet.sources.Orphans;
import dev.caravel.kubelet.sources.PodSources;
import dev.caravel.kubelet.statics.StaticPods;
import dev.caravel.kubelet.status.PodStatusReport;
import dev.caravel.kubelet.status.StatusWriter;
import dev.caravel.kubelet.status.TerminationMessageFiles;
import dev.caravel.kubelet.volumes.Mounter;
import dev.caravel.kubelet.volumes.PodVolumes;
import dev.caravel.kubelet.volumes.ServiceAccountTokens;
import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.client.Informers;
import dev.caravel.machinery.events.ApiEventRecorder;
import dev.caravel.machinery.serving.HealthCheck;
import dev.caravel.machinery.serving.StatusServer;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A running kubelet: composition root of the role. Closing it leaves the containers running. */
final class Kubelet implements AutoCloseable {
    private static final Logger log = Logger.getLogger(Kubelet.class);
    private static final Path LOG_LINKS = Path.of("/var/log/containers");

    private final Closer closer = new Closer();
    private final Clock clock = Clock.systemUTC();
    private final Configuration configuration;
    private final String nodeName;
    private final List<String> nodeIps;

    private Kubelet(KubeletOptions options) {
        ConfigurationDocument document = options.config == null
                ? ConfigurationDocument.of(options.overrides)
                : ConfigurationDocument.read(options.config, options.overrides);
        this.configuration = Configuration.of(document);
        this.nodeName = Configuration.nodeName(options.hostnameOverride);
        this.nodeIps = options.nodeIp.isEmpty() ? List.of(Machine.defaultAddress()) : List.copyOf(options.nodeIp);
        options.withoutEffect.keySet().forEach(flag -> log.warnf("flag %s has no effect yet", flag));
    }

    static Kubelet start(KubeletOptions options, Vertx vertx, ClusterClients clients) throws Exception {
        Kubelet kubelet = new Kubelet(options);
        try {
            kubelet.run(options, vertx, clients);
            return kubelet;
        } catch (Exception e) {
            kubelet.close();
            throw e;
        }
    }

    private void run(KubeletOptions options, Vertx vertx, ClusterClients clients) throws Exception {
        if (options.kubeconfig == null) {
            throw new IllegalArgumentException("--kubeconfig is required: standalone mode is not supported yet");
        }
        Machine machine = new Machine(options.rootDir);
        closer.add(InstanceLock.take(options.rootDir));
        if (configuration.failSwapOn() && machine.swapOn()) {
            throw new IllegalStateException(
                    "running with swap on is not supported, please disable swap or set --fail-swap-on flag to false");
        }
        PodDirectories directories = new PodDirectories(options.rootDir.toAbsolutePath(), configuration.podLogsDir());

        CriChannel runtimeChannel = closer.add(CriChannel.open(configuration.runtimeEndpoint()));
        CriChannel imageChannel = configuration.imageEndpoint().equals(configuration.runtimeEndpoint())
                ? runtimeChannel
                : closer.add(CriChannel.open(configuration.imageEndpoint()));
        ContainerRuntime runtime = new ContainerRuntime(runtimeChannel);
        ImageStore imageStore = new ImageStore(imageChannel);
        String runtimeName = runtimeName(runtime);

        KubernetesClient client = closer.add(clients.fromKubeconfig(options.kubeconfig, "kubelet"));
        ApiEventRecorder events = closer.add(new ApiEventRecorder(client, "kubelet", nodeName, clock));
        WakeUps wakeUps = new WakeUps();
        SharedIndexInformer<Service> services = Informers.start(
                client.services().inAnyNamespace().runnableInformer(0), () -> log.debug("services are known"));
        closer.add(services::stop);
        ApiObjects objects = new ApiObjects(client, services);
        ObjectWatches watches = closer.add(new ObjectWatches(client, wakeUps::contentChanged));

        PodSourcesReady ready = new PodSourcesReady();
        RuntimeRelist relist = closer.add(new RuntimeRelist(runtime, clock, uid -> ready.changed(uid, wakeUps)));
        NodeReport report =
                new NodeReport(nodeName, nodeIps, configuration, machine, runtime, imageStore, relist::healthy);
        ResourceFields resourceFields = new ResourceFields(report::allocatable);

        HttpCheck http = new HttpCheck();
        LifecycleHooks hooks = new LifecycleHooks(runtime, http);
        Prober prober = closer.add(new Prober(runtime, http, events, clock, wakeUps::wake));
        PodVolumes volumes = new PodVolumes(
                directories, new Mounter(), objects, resourceFields, new ServiceAccountTokens(client, clock));
        PodCgroups cgroups = new PodCgroups(configuration.cgroupRoot(), configuration.cgroupsPerQos());
        SandboxConfigs sandboxConfigs = new SandboxConfigs(
                directories,
                new PodDns(configuration.clusterDns(), configuration.clusterDomain(), configuration.resolvConf()),
                configuration.clusterDomain(),
                cgroups);
        ContainerKiller killer = new ContainerKiller(runtime, hooks, events, new RuntimeAddresses(runtime, nodeIps));
        ImagePuller images = new ImagePuller(imageStore, objects, events, clock);
        ContainerLogs logs = new ContainerLogs(directories, LOG_LINKS);
        ContainerStarter starter = new ContainerStarter(
                runtime,
                images,
                sandboxConfigs,
                new ContainerConfigs(
                        new Environment(objects, resourceFields),
                        directories,
                        configuration.clusterDomain(),
                        machine.memoryBytes()),
                volumes,
                hooks,
                logs,
                killer,
                events,
                nodeIps);
        PodServices podServices = new PodServices(
                runtime,
                new SandboxStarter(runtime, sandboxConfigs, cgroups, directories, events),
                starter,
                killer,
                images,
                volumes,
                prober,
                new PodStatusReport(prober.verdicts(), new TerminationMessageFiles(), runtimeName, nodeIps),
                new StatusWriter(client),
                cgroups,
                logs,
                events,
                report::networkReady,
                nodeIps,
                clock);
        PodWorkers workers = closer.add(new PodWorkers(podServices, watches::add, watches::remove));
        wakeUps.bind(workers);

        NodeFacts node = new NodeFacts(runtime);
        NodeLoop nodeLoop = closer.add(
                new NodeLoop(nodeName, configuration, options.nodeLabels, report, client, events, clock, node::seen));
        StaticPods statics = new StaticPods(client, workers, node::uid);
        node.onSeen(statics::ensureMirrors);
        NodeLease lease = closer.add(
                new NodeLease(nodeName, configuration.leaseDurationSeconds(), client, nodeLoop::node, clock));

        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closer.add(StatusServer.start(
                vertx,
                new HttpServerOptions().setHost(configuration.healthzAddress()).setPort(configuration.healthzPort()),
                Map.of(
                        "/healthz",
                        List.of(
                                HealthCheck.ping(),
                                HealthCheck.of(
                                        "syncloop",
                                        () -> relist.healthy()
                                                ? Optional.empty()
                                                : Optional.of("the runtime does not answer")))),
                metrics));

        DirectoryChanges changes = closer.add(DirectoryChanges.start());
        KubeletServer server = closer.add(new KubeletServer(
                vertx, configuration, nodeName, client, runtime, workers, new LogReader(changes), metrics, clock));
        server.start();
        LogRotation rotation = closer.add(new LogRotation(
                runtime, configuration.containerLogMaxBytes(), configuration.containerLogMaxFiles(), clock));
        rotation.start();

        nodeLoop.start();
        lease.start();
        PodSources sources =
                closer.add(PodSources.start(client, nodeName, configuration.staticPodPath(), workers, statics));
        relist.start();
        Orphans orphans = new Orphans(runtime, workers, volumes, directories, sources::wants);
        sources.synced().thenRun(() -> ready.open(orphans));
    }

    private static String runtimeName(ContainerRuntime runtime) {
        try {
            return runtime.version().getRuntimeName();
        } catch (CriException e) {
            throw new IllegalStateException("container runtime does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
