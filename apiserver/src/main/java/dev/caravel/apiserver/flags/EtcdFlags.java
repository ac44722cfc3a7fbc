package dev.caravel.apiserver.flags;

import dev.caravel.machinery.role.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the state is kept. */
public final class EtcdFlags {
    @Option(
            names = "--etcd-servers",
            split = ",",
            description =
                    "List of etcd servers to connect with (scheme://ip:port), comma separated. Without any, the state is"
                            + " kept in --data-dir.")
    public List<String> servers = List.of();

    @Option(
            names = "--data-dir",
            defaultValue = "/var/lib/kube-apiserver",
            description =
                    "The directory for the state of a server that has no --etcd-servers. One server uses it at a time.")
    public Path dataDirectory;

    @Option(names = "--etcd-cafile", description = "SSL Certificate Authority file used to secure etcd communication.")
    public Path caFile;

    @Option(names = "--etcd-certfile", description = "SSL certification file used to secure etcd communication.")
    public Path certFile;

    @Option(names = "--etcd-keyfile", description = "SSL key file used to secure etcd communication.")
    public Path keyFile;

    @Option(
            names = "--etcd-prefix",
            defaultValue = "/registry",
            description = "The prefix to prepend to all resource paths in etcd.")
    public String prefix;

    @Option(
            names = "--etcd-compaction-interval",
            defaultValue = "5m0s",
            converter = DurationConverter.class,
            description =
                    "The interval of compaction requests. If 0, the compaction request from apiserver is disabled.")
    public Duration compactionInterval;

    @Option(
            names = "--etcd-healthcheck-timeout",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "The timeout to use when checking etcd health.")
    public Duration healthTimeout;

    @Option(
            names = "--etcd-readycheck-timeout",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "The timeout to use when checking etcd readiness.")
    public Duration readyTimeout;

    @Option(
            names = "--event-ttl",
            defaultValue = "1h0m0s",
            converter = DurationConverter.class,
            description = "Amount of time to retain events.")
    public Duration eventTtl;

    @Option(
            names = "--lease-reuse-duration-seconds",
            defaultValue = "60",
            description = "The time in seconds that each lease is reused.")
    public long leaseReuseSeconds;

    @Option(
            names = "--encryption-provider-config",
            description =
                    "The file containing configuration for encryption providers to be used for storing secrets in etcd.")
    public Path encryption;

    @Option(
            names = "--encryption-provider-config-automatic-reload",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Determines if the file set by --encryption-provider-config should be automatically reloaded"
                    + " if the disk contents change.")
    public boolean encryptionReload;

    /** The prefix with a slash at either end. */
    public String keyPrefix() {
        String bare = prefix.startsWith("/") ? prefix : "/" + prefix;
        return bare.endsWith("/") ? bare : bare + "/";
    }
}
