package dev.caravel.dns;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of caravel-dns. */
@Command(name = "caravel-dns", description = "The cluster's DNS: answers for services, forwards the rest.")
public final class DnsOptions {
    @Option(names = "--kubeconfig", required = true, description = "Path to a kubeconfig file.")
    Path kubeconfig;

    @Option(names = "--bind-address", defaultValue = "0.0.0.0", description = "The IP address to answer at.")
    String bindAddress;

    @Option(names = "--port", defaultValue = "53", description = "The UDP and TCP port to answer at.")
    int port;

    @Option(names = "--cluster-domain", defaultValue = "cluster.local", description = "The zone of the cluster.")
    String clusterDomain;

    @Option(
            names = "--resolv-conf",
            defaultValue = "/etc/resolv.conf",
            description = "Where the name servers stand that other names are forwarded to.")
    Path resolvConf;

    @Option(names = "--health-bind-address", defaultValue = "0.0.0.0", description = "The IP address of --health-port.")
    String healthBindAddress;

    @Option(names = "--health-port", defaultValue = "8181", description = "The port of /healthz, /readyz and /metrics.")
    int healthPort;
}
