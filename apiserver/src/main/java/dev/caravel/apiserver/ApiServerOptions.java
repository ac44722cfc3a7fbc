package dev.caravel.apiserver;

import dev.caravel.apiserver.audit.AuditFlags;
import dev.caravel.apiserver.flags.AccessFlags;
import dev.caravel.apiserver.flags.AggregationFlags;
import dev.caravel.apiserver.flags.AuthenticationFlags;
import dev.caravel.apiserver.flags.AuthorizationFlags;
import dev.caravel.apiserver.flags.EtcdFlags;
import dev.caravel.apiserver.flags.KubeletFlags;
import dev.caravel.apiserver.flowcontrol.FlowControlFlags;
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

/** The command line of kube-apiserver. */
@Command(name = "kube-apiserver")
public final class ApiServerOptions implements FlagsWithoutEffect {
    static final int DEFAULT_SECURE_PORT = 6443;

    @Mixin
    SecureServingOptions serving = new SecureServingOptions();

    @Mixin
    EtcdFlags etcd = new EtcdFlags();

    @Mixin
    AuthenticationFlags authentication = new AuthenticationFlags();

    @Mixin
    AuthorizationFlags authorization = new AuthorizationFlags();

    @Mixin
    AccessFlags access = new AccessFlags();

    @Mixin
    AggregationFlags aggregation = new AggregationFlags();

    @Mixin
    AuditFlags audit = new AuditFlags();

    @Mixin
    FlowControlFlags flowControl = new FlowControlFlags();

    @Mixin
    KubeletFlags kubelet = new KubeletFlags();

    @Option(
            names = "--cert-dir",
            defaultValue = "/var/run/kubernetes",
            description = "The directory where a self-signed certificate is kept when none is given.")
    Path certDir;

    @Option(
            names = "--tls-sni-cert-key",
            description = "A pair of x509 certificate and private key file paths, optionally suffixed with a list of"
                    + " domain patterns which are fully qualified domain names, possibly with prefixed wildcard"
                    + " segments. Without them, those of the certificate. Examples: \"example.crt,example.key\" or"
                    + " \"foo.crt,foo.key:*.foo.com,foo.com\". Can be given several times.")
    List<String> sniCertificates = List.of();

    @Option(
            names = "--advertise-address",
            description = "The IP address on which to advertise the apiserver to members of the cluster.")
    String advertiseAddress;

    @Option(
            names = "--service-cluster-ip-range",
            split = ",",
            description = "A CIDR notation IP range from which to assign service cluster IPs, one of each IP family.")
    List<String> serviceClusterIpRanges = List.of("10.0.0.0/24");

    @Option(
            names = "--service-node-port-range",
            defaultValue = "30000-32767",
            description = "A port range to reserve for services with NodePort visibility.")
    String serviceNodePortRange;

    @Option(
            names = "--request-timeout",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "The duration a handler must keep a request open before timing it out; requests that last by"
                    + " their nature have limits of their own.")
    Duration requestTimeout;

    @Option(
            names = "--min-request-timeout",
            defaultValue = "1800",
            description = "The minimum number of seconds a watch is kept open before timing it out; the actual time is"
                    + " chosen at random above it.")
    int minRequestTimeoutSeconds;

    @Option(
            names = "--shutdown-send-retry-after",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description =
                    "If true, requests that come while the server waits for others to finish get 429 and are told to"
                            + " try again elsewhere.")
    boolean shutdownSendRetryAfter;

    @Option(
            names = "--shutdown-delay-duration",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "Time to delay the termination; meanwhile requests are served and /readyz fails.")
    Duration shutdownDelay;

    @Option(
            names = "--http2-max-streams-per-connection",
            defaultValue = "0",
            description =
                    "The limit that the server gives to clients for the number of streams in an HTTP/2 connection;"
                            + " zero means 100.")
    int http2MaxStreams;

    int port() {
        return serving.port(DEFAULT_SECURE_PORT);
    }

    @Override
    public Set<String> flagsWithoutEffect() {
        return Set.of(
                "--allow-privileged",
                "--contention-profiling",
                "--delete-collection-workers",
                "--enable-garbage-collector",
                "--enable-logs-handler",
                "--endpoint-reconciler-type",
                "--external-hostname",
                "--feature-gates",
                "--goaway-chance",
                "--kubelet-timeout",
                "--livez-grace-period",
                "--profiling",
                "--runtime-config",
                "--service-account-lookup",
                "--storage-backend",
                "--storage-media-type",
                "--tls-cipher-suites",
                "--tls-min-version",
                "--watch-cache",
                "--watch-cache-sizes");
    }
}
