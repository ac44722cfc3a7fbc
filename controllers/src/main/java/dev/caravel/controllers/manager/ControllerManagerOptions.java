package dev.caravel.controllers.manager;

import dev.caravel.machinery.leaderelection.LeaderElectionOptions;
import dev.caravel.machinery.role.DurationConverter;
import dev.caravel.machinery.role.FlagsWithoutEffect;
import dev.caravel.machinery.serving.SecureServingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of kube-controller-manager. */
@Command(name = "kube-controller-manager")
public final class ControllerManagerOptions implements FlagsWithoutEffect {
    @Option(
            names = "--kubeconfig",
            description = "Path to kubeconfig file with authorization and master location information.")
    public Path kubeconfig;

    @Option(
            names = "--controllers",
            split = ",",
            defaultValue = "*",
            description = "A list of controllers to enable: '*' all, 'foo' the one named foo, '-foo' all but foo.")
    public List<String> controllers;

    @Mixin
    public LeaderElectionOptions leaderElection = new LeaderElectionOptions();

    @Mixin
    public SecureServingOptions serving = new SecureServingOptions();

    @Option(
            names = "--root-ca-file",
            description = "The root certificate authority that is published in every namespace.")
    public Path rootCaFile;

    @Option(
            names = "--use-service-account-credentials",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Run each controller with the credentials of a service account of its own.")
    public boolean useServiceAccountCredentials;

    @Option(
            names = "--allocate-node-cidrs",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Allocate pod CIDRs for nodes.")
    public boolean allocateNodeCidrs;

    @Option(names = "--cluster-cidr", split = ",", description = "CIDR range for pods in the cluster.")
    public List<String> clusterCidr = List.of();

    @Option(names = "--service-cluster-ip-range", split = ",", description = "CIDR range for services.")
    public List<String> serviceClusterIpRange = List.of();

    @Option(
            names = {"--node-cidr-mask-size", "--node-cidr-mask-size-ipv4"},
            defaultValue = "24",
            description = "Mask size of a node's pod CIDR.")
    public int nodeCidrMaskSize;

    @Option(names = "--node-cidr-mask-size-ipv6", defaultValue = "64", description = "The same for IPv6.")
    public int nodeCidrMaskSizeIpv6;

    @Option(
            names = "--node-monitor-grace-period",
            defaultValue = "50s",
            converter = DurationConverter.class,
            description = "How long a node may be silent before it is marked unhealthy.")
    public Duration nodeMonitorGracePeriod;

    @Option(
            names = "--node-startup-grace-period",
            defaultValue = "1m0s",
            converter = DurationConverter.class,
            description = "How long a starting node may be silent before it is marked unhealthy.")
    public Duration nodeStartupGracePeriod;

    @Option(
            names = "--terminated-pod-gc-threshold",
            defaultValue = "12500",
            description = "Number of terminated pods that may exist before the oldest are deleted.")
    public int terminatedPodGcThreshold;

    @Option(
            names = "--enable-garbage-collector",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Enables the garbage collector.")
    public boolean enableGarbageCollector;

    @Option(names = "--max-endpoints-per-slice", defaultValue = "100", description = "Endpoints in one EndpointSlice.")
    public int maxEndpointsPerSlice;

    @Option(names = "--concurrent-deployment-syncs", defaultValue = "5", description = "Deployments at once.")
    public int concurrentDeploymentSyncs;

    @Option(names = "--concurrent-replicaset-syncs", defaultValue = "5", description = "ReplicaSets at once.")
    public int concurrentReplicaSetSyncs;

    @Option(names = "--concurrent-rc-syncs", defaultValue = "5", description = "ReplicationControllers at once.")
    public int concurrentReplicationControllerSyncs;

    @Option(names = "--concurrent-resource-quota-syncs", defaultValue = "5", description = "Quotas at once.")
    public int concurrentResourceQuotaSyncs;

    @Option(
            names = "--resource-quota-sync-period",
            defaultValue = "5m0s",
            converter = DurationConverter.class,
            description = "The period for syncing quota usage status in the system.")
    public Duration resourceQuotaSyncPeriod;

    @Option(names = "--concurrent-statefulset-syncs", defaultValue = "5", description = "StatefulSets at once.")
    public int concurrentStatefulSetSyncs;

    @Option(names = "--concurrent-daemonset-syncs", defaultValue = "2", description = "DaemonSets at once.")
    public int concurrentDaemonSetSyncs;

    @Option(names = "--concurrent-job-syncs", defaultValue = "5", description = "Jobs at once.")
    public int concurrentJobSyncs;

    @Option(names = "--concurrent-cron-job-syncs", defaultValue = "5", description = "CronJobs at once.")
    public int concurrentCronJobSyncs;

    @Option(names = "--concurrent-endpoint-syncs", defaultValue = "5", description = "Endpoints at once.")
    public int concurrentEndpointSyncs;

    @Option(names = "--concurrent-service-endpoint-syncs", defaultValue = "5", description = "Services at once.")
    public int concurrentServiceEndpointSyncs;

    @Option(names = "--concurrent-gc-syncs", defaultValue = "20", description = "Garbage collector's workers.")
    public int concurrentGcSyncs;

    @Option(names = "--concurrent-namespace-syncs", defaultValue = "10", description = "Namespaces at once.")
    public int concurrentNamespaceSyncs;

    @Option(names = "--concurrent-ttl-after-finished-syncs", defaultValue = "5", description = "Finished jobs at once.")
    public int concurrentTtlAfterFinishedSyncs;

    @Override
    public Set<String> flagsWithoutEffect() {
        return FlagsAccepted.WITHOUT_EFFECT;
    }
}
