package dev.caravel.scheduler;

import dev.caravel.machinery.leaderelection.LeaderElectionOptions;
import dev.caravel.machinery.role.DurationConverter;
import dev.caravel.machinery.serving.SecureServingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of kube-scheduler. */
@Command(name = "kube-scheduler")
public final class SchedulerOptions {
    static final int DEFAULT_PORT = 10259;

    @Option(names = "--config", description = "The path to the configuration file.")
    Path config;

    @Option(
            names = "--kubeconfig",
            description = "Path to kubeconfig file with authorization and master location information."
                    + " This parameter is ignored if a config file is specified in --config.")
    Path kubeconfig;

    @Mixin
    SecureServingOptions serving = new SecureServingOptions();

    @Mixin
    LeaderElectionOptions leaderElection = new LeaderElectionOptions();

    @Option(
            names = "--pod-max-in-unschedulable-pods-duration",
            defaultValue = "5m",
            converter = DurationConverter.class,
            description = "The maximum time a pod can stay in unschedulablePods.")
    Duration longestUnschedulable;

    @Option(names = "--master", description = "Has no effect yet.")
    String master;

    @Option(
            names = {
                "--authentication-kubeconfig",
                "--authorization-kubeconfig",
                "--authentication-skip-lookup",
                "--authentication-tolerate-lookup-failure",
                "--authorization-always-allow-paths",
                "--client-ca-file",
                "--requestheader-client-ca-file",
                "--requestheader-allowed-names",
                "--requestheader-extra-headers-prefix",
                "--requestheader-group-headers",
                "--requestheader-username-headers",
                "--cert-dir",
                "--tls-cipher-suites",
                "--tls-min-version",
                "--feature-gates",
                "--emulated-version",
                "--kube-api-qps",
                "--kube-api-burst",
                "--kube-api-content-type",
                "--profiling",
                "--contention-profiling",
                "--show-hidden-metrics-for-version",
                "--disabled-metrics",
                "--allow-metric-labels",
                "--permit-address-sharing",
                "--permit-port-sharing",
                "--http2-max-streams-per-connection",
                "--authentication-token-webhook-cache-ttl",
                "--authorization-webhook-cache-authorized-ttl",
                "--authorization-webhook-cache-unauthorized-ttl"
            },
            arity = "0..1",
            fallbackValue = "true",
            description = "Accepted as upstream does; has no effect yet.")
    List<String> withoutEffect = new ArrayList<>();
}
