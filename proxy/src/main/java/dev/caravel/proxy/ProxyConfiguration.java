package dev.caravel.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How this proxy is to run: {@code KubeProxyConfiguration} (kubeproxy.config.k8s.io/v1alpha1) with upstream's defaults,
 * overridden by the command line.
 *
 * @param nodePortAddresses CIDRs, or {@code primary}
 */
public record ProxyConfiguration(
        Path kubeconfig,
        String nodeName,
        Optional<String> clusterCidr,
        Optional<String> bindAddress,
        List<String> nodePortAddresses,
        boolean masqueradeAll,
        int masqueradeBit,
        Duration minSyncPeriod,
        String healthzBindAddress,
        String metricsBindAddress) {
    private static final String API_VERSION = "kubeproxy.config.k8s.io/v1alpha1";
    private static final int DEFAULT_MASQUERADE_BIT = 14;
    private static final String ANY_IPV4 = "0.0.0.0";

    /** @throws IllegalArgumentException when a value makes no sense, saying which */
    static ProxyConfiguration read(ProxyOptions options) throws IOException {
        JsonNode file = options.config == null
                ? Serialization.jsonMapper().createObjectNode()
                : Serialization.yamlMapper().readTree(options.config.toFile());
        if (options.config != null
                && !API_VERSION.equals(file.path("apiVersion").asText())) {
            throw new IllegalArgumentException(
                    options.config + ": apiVersion must be " + API_VERSION + ", kind KubeProxyConfiguration");
        }
        String mode = first(options.proxyMode, file.path("mode").asText()).orElse("nftables");
        if (!mode.equals("nftables")) {
            throw new IllegalArgumentException("--proxy-mode: this proxy has nftables only, not " + mode);
        }
        String kubeconfig = first(
                        options.kubeconfig == null ? null : options.kubeconfig.toString(),
                        file.path("clientConnection").path("kubeconfig").asText())
                .orElseThrow(() -> new IllegalArgumentException("--kubeconfig is required"));
        JsonNode nftables = file.path("nftables");
        return new ProxyConfiguration(
                Path.of(kubeconfig),
                first(options.hostnameOverride, file.path("hostnameOverride").asText())
                        .orElseGet(ProxyConfiguration::hostname),
                first(options.clusterCidr, file.path("clusterCIDR").asText()),
                first(options.bindAddress, file.path("bindAddress").asText())
                        .filter(address -> !address.equals(ANY_IPV4) && !address.equals("::")),
                nodePortAddresses(options, file),
                options.masqueradeAll == null ? nftables.path("masqueradeAll").asBoolean() : options.masqueradeAll,
                nftables.path("masqueradeBit").asInt(DEFAULT_MASQUERADE_BIT),
                duration(nftables.path("minSyncPeriod").asText(), Duration.ofSeconds(1)),
                first(
                                options.healthzBindAddress,
                                file.path("healthzBindAddress").asText())
                        .orElse("0.0.0.0:10256"),
                first(
                                options.metricsBindAddress,
                                file.path("metricsBindAddress").asText())
                        .orElse("127.0.0.1:10249"));
    }

    private static List<String> nodePortAddresses(ProxyOptions options, JsonNode file) {
        if (!options.nodePortAddresses.isEmpty()) {
            return List.copyOf(options.nodePortAddresses);
        }
        List<String> addresses = new ArrayList<>();
        file.path("nodePortAddresses").forEach(address -> addresses.add(address.asText()));
        return addresses.isEmpty() ? List.of("primary") : addresses;
    }

    /** Go's notation, as far as configuration files use it: {@code 500ms}, {@code 1s}, {@code 1m30s}. */
    static Duration duration(String text, Duration ifEmpty) {
        if (text.isEmpty() || text.equals("0s")) {
            return ifEmpty;
        }
        try {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a duration: " + text, e);
        }
    }

    private static Optional<String> first(String flag, String file) {
        if (flag != null && !flag.isEmpty()) {
            return Optional.of(flag);
        }
        return Optional.ofNullable(file).filter(value -> !value.isEmpty());
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException("--hostname-override is required: this host has no name", e);
        }
    }
}
