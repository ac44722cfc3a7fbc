package dev.caravel.kubelet.config;

import static java.util.Objects.requireNonNull;

import dev.caravel.machinery.quantity.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How this kubelet is to behave: KubeletConfiguration kubelet.config.k8s.io/v1beta1 with the flags laid over it.
 * Immutable.
 */
public record Configuration(
        String runtimeEndpoint,
        String imageEndpoint,
        String address,
        int port,
        String healthzAddress,
        int healthzPort,
        Optional<Path> tlsCertFile,
        Optional<Path> tlsKeyFile,
        Optional<Path> clientCaFile,
        boolean anonymous,
        boolean tokenWebhook,
        boolean webhookAuthorization,
        List<String> clusterDns,
        String clusterDomain,
        Path resolvConf,
        Optional<Path> staticPodPath,
        boolean registerNode,
        List<Taint> taints,
        boolean failSwapOn,
        String cgroupDriver,
        String cgroupRoot,
        boolean cgroupsPerQos,
        int maxPods,
        String podCidr,
        Path podLogsDir,
        long containerLogMaxBytes,
        int containerLogMaxFiles,
        Duration nodeStatusUpdateFrequency,
        Duration nodeStatusReportFrequency,
        int leaseDurationSeconds,
        Map<String, Quantity> reserved,
        Map<String, Object> document) {

    public Configuration {
        requireNonNull(runtimeEndpoint, "runtimeEndpoint is null");
        clusterDns = List.copyOf(clusterDns);
        taints = List.copyOf(taints);
        reserved = Map.copyOf(reserved);
    }

    /**
     * @throws IllegalArgumentException naming the field that cannot be
     */
    public static Configuration of(ConfigurationDocument fields) {
        String endpoint = fields.text("containerRuntimeEndpoint", "unix:///run/containerd/containerd.sock");
        String mode = fields.text("authorization.mode", "Webhook");
        String driver = fields.text("cgroupDriver", "cgroupfs");
        if (!driver.equals("cgroupfs")) {
            throw new IllegalArgumentException("cgroupDriver " + driver + " is not supported, use cgroupfs");
        }
        return new Configuration(
                endpoint,
                fields.text("imageServiceEndpoint", endpoint),
                fields.text("address", "0.0.0.0"),
                fields.number("port", 10250),
                fields.text("healthzBindAddress", "127.0.0.1"),
                fields.number("healthzPort", 10248),
                fields.path("tlsCertFile"),
                fields.path("tlsPrivateKeyFile"),
                fields.path("authentication.x509.clientCAFile"),
                fields.flag("authentication.anonymous.enabled", false),
                fields.flag("authentication.webhook.enabled", true),
                isWebhook(mode),
                fields.texts("clusterDNS"),
                fields.text("clusterDomain", ""),
                Path.of(fields.text("resolvConf", "/etc/resolv.conf")),
                fields.path("staticPodPath"),
                fields.flag("registerNode", true),
                taints(fields),
                fields.flag("failSwapOn", true),
                driver,
                fields.text("cgroupRoot", "/"),
                fields.flag("cgroupsPerQOS", true),
                fields.number("maxPods", 110),
                fields.text("podCIDR", ""),
                Path.of(fields.text("podLogsDir", "/var/log/pods")),
                Quantity.parse(fields.text("containerLogMaxSize", "10Mi")).toLong(),
                fields.number("containerLogMaxFiles", 5),
                fields.duration("nodeStatusUpdateFrequency", Duration.ofSeconds(10)),
                fields.duration("nodeStatusReportFrequency", Duration.ofMinutes(5)),
                fields.number("nodeLeaseDurationSeconds", 40),
                reserved(fields),
                fields.toMap());
    }

    private static boolean isWebhook(String mode) {
        return switch (mode) {
            case "Webhook" -> true;
            case "AlwaysAllow" -> false;
            default -> throw new IllegalArgumentException("invalid authorization.mode: " + mode);
        };
    }

    /** What the machine keeps for itself, added up by resource. */
    private static Map<String, Quantity> reserved(ConfigurationDocument fields) {
        Map<String, Quantity> sum = new LinkedHashMap<>();
        for (String field : List.of("systemReserved", "kubeReserved")) {
            fields.map(field)
                    .forEach((resource, amount) -> sum.merge(resource, Quantity.parse(amount), Quantity::plus));
        }
        return sum;
    }

    private static List<Taint> taints(ConfigurationDocument fields) {
        return fields.list("registerWithTaints").stream()
                .map(item -> item instanceof Map<?, ?> map ? ofMap(map) : ofFlag(String.valueOf(item)))
                .toList();
    }

    private static Taint ofMap(Map<?, ?> map) {
        return new TaintBuilder()
                .withKey((String) map.get("key"))
                .withValue((String) map.get("value"))
                .withEffect((String) map.get("effect"))
                .build();
    }

    /** {@code key=value:effect}, or {@code key:effect}. */
    private static Taint ofFlag(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("invalid taint spec: " + text);
        }
        String[] pair = text.substring(0, colon).split("=", 2);
        return new TaintBuilder()
                .withKey(pair[0])
                .withValue(pair.length == 2 && !pair[1].isEmpty() ? pair[1] : null)
                .withEffect(text.substring(colon + 1))
                .build();
    }

    /** The node's name as upstream finds it: the override, else the host's name, in lower case. */
    public static String nodeName(String override) {
        String name = override;
        if (name == null || name.isBlank()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (java.net.UnknownHostException e) {
                throw new IllegalArgumentException("cannot tell the hostname; use --hostname-override", e);
            }
        }
        return name.trim().toLowerCase(java.util.Locale.ROOT);
    }
}
