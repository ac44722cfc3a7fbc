package dev.caravel.proxy;

import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.client.Informers;
import dev.caravel.proxy.conntrack.Conntrack;
import dev.caravel.proxy.health.ProxyEndpoints;
import dev.caravel.proxy.health.ProxyHealth;
import dev.caravel.proxy.nftables.Nft;
import dev.caravel.proxy.nftables.Table;
import dev.caravel.proxy.rules.NodeNetwork;
import dev.caravel.proxy.services.IpFamily;
import dev.caravel.proxy.services.ServicePorts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** A running proxy: composition root of the role. What it wrote to the kernel stays when it stops. */
final class KubeProxy implements AutoCloseable {
    private static final Logger log = Logger.getLogger(KubeProxy.class);

    /** Upstream's, for a transaction that the kernel refused. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final ProxyConfiguration configuration;
    private final KubernetesClient client;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;
    private final SharedIndexInformer<Node> node;
    private final Map<IpFamily, ServiceSync> families = new EnumMap<>(IpFamily.class);
    private final SyncLoop loop;
    private final ProxyHealth health = new ProxyHealth(Clock.systemUTC());
    private final ProxyEndpoints endpoints;
    private final Timer syncDuration;

    static AutoCloseable start(ProxyOptions options, Vertx vertx, ClusterClients clients)
            throws IOException, InterruptedException {
        if (options.cleanup) {
            for (IpFamily family : IpFamily.values()) {
                tableOf(family).delete();
            }
            Quarkus.asyncExit(0);
            return () -> {};
        }
        return new KubeProxy(ProxyConfiguration.read(options), vertx, clients);
    }

    private KubeProxy(ProxyConfiguration configuration, Vertx vertx, ClusterClients clients) {
        this.configuration = configuration;
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        syncDuration = Timer.builder("kubeproxy_sync_proxy_rules_duration")
                .description("SyncProxyRules latency in seconds")
                .register(metrics);
        for (IpFamily family : IpFamily.values()) {
            families.put(
                    family,
                    new ServiceSync(
                            new ServicePorts(family, configuration.nodeName()), tableOf(family), new Conntrack()));
        }
        loop = new SyncLoop("service-sync", this::sync, configuration.minSyncPeriod(), RETRY);
        endpoints = ProxyEndpoints.start(
                vertx, configuration.healthzBindAddress(), configuration.metricsBindAddress(), health, metrics);
        client = clients.fromKubeconfig(configuration.kubeconfig(), "kube-proxy");

        ChangeHandler changes = new ChangeHandler(this::changed);
        node = follow(client.nodes().withName(configuration.nodeName()).runnableInformer(0), changes.typed());
        node.addEventHandler(new NodeHandler(health));
        services = follow(client.services().inAnyNamespace().runnableInformer(0), changes.typed());
        slices =
                follow(client.discovery().v1().endpointSlices().inAnyNamespace().runnableInformer(0), changes.typed());
        loop.start();
        log.infof("proxying for node %s", configuration.nodeName());
    }

    private <T> SharedIndexInformer<T> follow(SharedIndexInformer<T> informer, ResourceEventHandler<T> handler) {
        informer.addEventHandler(handler);
        return Informers.start(informer, this::changed);
    }

    private static Table tableOf(IpFamily family) {
        return new Table(family.nft() + " kube-proxy", new Nft());
    }

    private void changed() {
        health.changed();
        loop.request();
    }

    private boolean sync() throws Exception {
        if (!node.hasSynced() || !services.hasSynced() || !slices.hasSynced()) {
            return false; // each asks again once it has
        }
        long start = System.nanoTime();
        for (Map.Entry<IpFamily, ServiceSync> family : families.entrySet()) {
            family.getValue()
                    .sync(
                            network(family.getKey()),
                            services.getStore().list(),
                            slices.getStore().list());
        }
        health.synced();
        syncDuration.record(Duration.ofNanos(System.nanoTime() - start));
        return true;
    }

    private NodeNetwork network(IpFamily family) throws IOException {
        return new NodeNetwork(
                family,
                configuration.clusterCidr().stream()
                        .flatMap(cidrs -> Arrays.stream(cidrs.split(",")))
                        .filter(cidr -> IpFamily.of(cidr) == family)
                        .findFirst(),
                NodePortAddresses.resolve(configuration.nodePortAddresses(), nodeIps(), family),
                configuration.masqueradeBit(),
                configuration.masqueradeAll());
    }

    private List<String> nodeIps() {
        if (configuration.bindAddress().isPresent()) {
            return List.of(configuration.bindAddress().get());
        }
        return node.getStore().list().stream()
                .filter(it -> it.getStatus() != null)
                .flatMap(it -> it.getStatus().getAddresses().stream())
                .filter(address -> address.getType().equals("InternalIP"))
                .map(NodeAddress::getAddress)
                .toList();
    }

    @Override
    public void close() {
        loop.close();
        services.close();
        slices.close();
        node.close();
        client.close();
        endpoints.close();
    }
}
