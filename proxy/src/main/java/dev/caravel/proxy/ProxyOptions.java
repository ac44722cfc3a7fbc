package dev.caravel.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of kube-proxy. Null and empty values are those not given, and fall to the configuration file. */
@Command(
        name = "kube-proxy",
        description =
                "The Kubernetes network proxy runs on each node. It reflects services as defined in the Kubernetes"
                        + " API on each node, as nftables rules.")
public final class ProxyOptions {
    @Option(names = "--config", description = "The path to the configuration file.")
    Path config;

    @Option(
            names = "--kubeconfig",
            description =
                    "Path to kubeconfig file with authorization information (the master location can be overridden"
                            + " by the master flag).")
    Path kubeconfig;

    @Option(
            names = "--hostname-override",
            description = "If non-empty, will be used as the name of the Node that kube-proxy is running on.")
    String hostnameOverride;

    @Option(names = "--cluster-cidr", description = "The CIDR range of the pods in the cluster.")
    String clusterCidr;

    @Option(names = "--proxy-mode", description = "Which proxy mode to use; this proxy has 'nftables'.")
    String proxyMode;

    @Option(
            names = "--masquerade-all",
            arity = "0..1",
            fallbackValue = "true",
            description = "SNAT all traffic sent via Service cluster IPs.")
    Boolean masqueradeAll;

    @Option(
            names = "--nodeport-addresses",
            split = ",",
            description = "CIDR ranges whose node IPs accept NodePort connections, or 'primary'.")
    List<String> nodePortAddresses = new ArrayList<>();

    @Option(names = "--healthz-bind-address", description = "The IP address and port for the health check server.")
    String healthzBindAddress;

    @Option(names = "--metrics-bind-address", description = "The IP address and port for the metrics server.")
    String metricsBindAddress;

    @Option(names = "--bind-address", description = "Overrides kube-proxy's idea of what its node's primary IP is.")
    String bindAddress;

    @Option(
            names = "--cleanup",
            arity = "0..1",
            fallbackValue = "true",
            description = "If true cleanup nftables rules and exit.")
    boolean cleanup;
}
