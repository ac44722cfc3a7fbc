package dev.caravel.dns;

import dev.caravel.dns.forward.Forwarder;
import dev.caravel.dns.forward.ResolvConf;
import dev.caravel.dns.server.Responder;
import dev.caravel.dns.server.TcpServer;
import dev.caravel.dns.server.UdpServer;
import dev.caravel.dns.zone.ServiceDirectory;
import dev.caravel.dns.zone.Zone;
import dev.caravel.machinery.client.ClusterClients;
import dev.caravel.machinery.serving.HealthCheck;
import dev.caravel.machinery.serving.StatusServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A running DNS server: composition root of the role. */
final class ClusterDns implements AutoCloseable {
    private final KubernetesClient client;
    private final DirectoryFeed feed;
    private final UdpServer udp;
    private final TcpServer tcp;
    private final StatusServer status;

    static ClusterDns start(DnsOptions options, Vertx vertx, ClusterClients clients) throws IOException {
        return new ClusterDns(options, vertx, clients);
    }

    private ClusterDns(DnsOptions options, Vertx vertx, ClusterClients clients) throws IOException {
        ServiceDirectory directory = new ServiceDirectory();
        client = clients.fromKubeconfig(options.kubeconfig, "caravel-dns");
        feed = new DirectoryFeed(client, directory);
        Responder responder = new Responder(
                new Zone(options.clusterDomain, directory, new Random()),
                new Forwarder(ResolvConf.nameServers(options.resolvConf)),
                feed::synced);
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(options.bindAddress), options.port);
        udp = new UdpServer(address, responder);
        tcp = new TcpServer(address, responder);
        status = StatusServer.start(
                vertx,
                new HttpServerOptions().setHost(options.healthBindAddress).setPort(options.healthPort),
                Map.of("/readyz", List.of(HealthCheck.of("informer-sync", this::notSynced))),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        feed.start();
    }

    private Optional<String> notSynced() {
        return feed.synced() ? Optional.empty() : Optional.of("services and endpoint slices are not read yet");
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        feed.close();
        client.close();
        status.close();
    }
}
