package dev.caravel.scheduler;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of kube-scheduler. */
@Command(name = "kube-scheduler")
public final class SchedulerOptions {
    @Option(
            names = "--kubeconfig",
            description = "Path to kubeconfig file with authorization and master location information.")
    Path kubeconfig;

    @Option(
            names = "--bind-address",
            defaultValue = "0.0.0.0",
            description = "The IP address on which to listen for the --secure-port port.")
    String bindAddress;

    @Option(names = "--secure-port", defaultValue = "10259", description = "The port on which to serve HTTPS.")
    int securePort;

    @Option(
            names = "--leader-elect",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Start a leader election client and gain leadership before executing the main loop.")
    boolean leaderElect;
}
