package dev.caravel.kubelet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the kubelet. A flag that was given wins over the configuration file; null means not given. */
@Command(name = "kubelet")
public final class KubeletOptions {
    @Option(names = "--config", description = "The kubelet will load its initial configuration from this file.")
    Path config;

    @Option(
            names = "--kubeconfig",
            description = "Path to a kubeconfig file, specifying how to connect to the API server.")
    Path kubeconfig;

    @Option(
            names = "--hostname-override",
            description = "If non-empty, will use this string as identification instead of the actual hostname.")
    String hostnameOverride;

    @Option(
            names = "--node-ip",
            split = ",",
            description = "IP address (or comma-separated dual-stack IP addresses) of the node.")
    List<String> nodeIp = new ArrayList<>();

    @Option(
            names = "--root-dir",
            defaultValue = "/var/lib/kubelet",
            description = "Directory path for managing kubelet files (volume mounts, etc).")
    Path rootDir;

    @Option(
            names = "--cert-dir",
            defaultValue = "/var/lib/kubelet/pki",
            description = "The directory where the TLS certs are located.")
    Path certDir;

    @Option(
            names = "--node-labels",
            split = ",",
            description = "Labels to add when registering the node in the cluster.")
    Map<String, String> nodeLabels = new LinkedHashMap<>();

    /** Flags that only stand in for a field of KubeletConfiguration, by that field's name. */
    final Map<String, Object> overrides = new LinkedHashMap<>();

    @Option(names = "--container-runtime-endpoint")
    void containerRuntimeEndpoint(String value) {
        overrides.put("containerRuntimeEndpoint", value);
    }

    @Option(names = "--image-service-endpoint")
    void imageServiceEndpoint(String value) {
        overrides.put("imageServiceEndpoint", value);
    }

    @Option(names = "--tls-cert-file")
    void tlsCertFile(String value) {
        overrides.put("tlsCertFile", value);
    }

    @Option(names = "--tls-private-key-file")
    void tlsPrivateKeyFile(String value) {
        overrides.put("tlsPrivateKeyFile", value);
    }

    @Option(names = "--client-ca-file")
    void clientCaFile(String value) {
        overrides.put("authentication.x509.clientCAFile", value);
    }

    @Option(names = "--anonymous-auth", arity = "0..1", fallbackValue = "true")
    void anonymousAuth(boolean value) {
        overrides.put("authentication.anonymous.enabled", value);
    }

    @Option(names = "--authentication-token-webhook", arity = "0..1", fallbackValue = "true")
    void authenticationTokenWebhook(boolean value) {
        overrides.put("authentication.webhook.enabled", value);
    }

    @Option(names = "--authorization-mode")
    void authorizationMode(String value) {
        overrides.put("authorization.mode", value);
    }

    @Option(names = "--address")
    void address(String value) {
        overrides.put("address", value);
    }

    @Option(names = "--port")
    void port(int value) {
        overrides.put("port", value);
    }

    @Option(names = "--healthz-bind-address")
    void healthzBindAddress(String value) {
        overrides.put("healthzBindAddress", value);
    }

    @Option(names = "--healthz-port")
    void healthzPort(int value) {
        overrides.put("healthzPort", value);
    }

    @Option(names = "--cluster-dns", split = ",")
    void clusterDns(List<String> value) {
        overrides.put("clusterDNS", value);
    }

    @Option(names = "--cluster-domain")
    void clusterDomain(String value) {
        overrides.put("clusterDomain", value);
    }

    @Option(names = "--resolv-conf")
    void resolvConf(String value) {
        overrides.put("resolvConf", value);
    }

    @Option(names = "--pod-manifest-path")
    void podManifestPath(String value) {
        overrides.put("staticPodPath", value);
    }

    @Option(names = "--register-node", arity = "0..1", fallbackValue = "true")
    void registerNode(boolean value) {
        overrides.put("registerNode", value);
    }

    @Option(names = "--register-with-taints", split = ",")
    void registerWithTaints(List<String> value) {
        overrides.put("registerWithTaints", value);
    }

    @Option(names = "--fail-swap-on", arity = "0..1", fallbackValue = "true")
    void failSwapOn(boolean value) {
        overrides.put("failSwapOn", value);
    }

    @Option(names = "--cgroup-driver")
    void cgroupDriver(String value) {
        overrides.put("cgroupDriver", value);
    }

    @Option(names = "--cgroup-root")
    void cgroupRoot(String value) {
        overrides.put("cgroupRoot", value);
    }

    @Option(names = "--cgroups-per-qos", arity = "0..1", fallbackValue = "true")
    void cgroupsPerQos(boolean value) {
        overrides.put("cgroupsPerQOS", value);
    }

    @Option(names = "--max-pods")
    void maxPods(int value) {
        overrides.put("maxPods", value);
    }

    @Option(names = "--pod-cidr")
    void podCidr(String value) {
        overrides.put("podCIDR", value);
    }

    @Option(names = "--container-log-max-size")
    void containerLogMaxSize(String value) {
        overrides.put("containerLogMaxSize", value);
    }

    @Option(names = "--container-log-max-files")
    void containerLogMaxFiles(int value) {
        overrides.put("containerLogMaxFiles", value);
    }

    @Option(names = "--node-status-update-frequency")
    void nodeStatusUpdateFrequency(String value) {
        overrides.put("nodeStatusUpdateFrequency", value);
    }

    @Option(names = "--system-reserved", split = ",")
    void systemReserved(Map<String, String> value) {
        overrides.put("systemReserved", value);
    }

    @Option(names = "--kube-reserved", split = ",")
    void kubeReserved(Map<String, String> value) {
        overrides.put("kubeReserved", value);
    }

    /** Flags of upstream that change nothing here yet, by name: told in the log when given. */
    final Map<String, String> withoutEffect = new LinkedHashMap<>();

    @Option(names = "--eviction-hard")
    void evictionHard(String value) {
        withoutEffect.put("--eviction-hard", value);
    }

    @Option(names = "--image-credential-provider-config")
    void imageCredentialProviderConfig(String value) {
        withoutEffect.put("--image-credential-provider-config", value);
    }

    @Option(names = "--feature-gates")
    void featureGates(String value) {
        withoutEffect.put("--feature-gates", value);
    }

    @Option(names = "--rotate-certificates", arity = "0..1", fallbackValue = "true")
    void rotateCertificates(String value) {
        withoutEffect.put("--rotate-certificates", value);
    }

    @Option(names = "--bootstrap-kubeconfig")
    void bootstrapKubeconfig(String value) {
        withoutEffect.put("--bootstrap-kubeconfig", value);
    }

    @Option(names = "--cloud-provider")
    void cloudProvider(String value) {
        withoutEffect.put("--cloud-provider", value);
    }

    @Option(names = "--serialize-image-pulls", arity = "0..1", fallbackValue = "true")
    void serializeImagePulls(String value) {
        withoutEffect.put("--serialize-image-pulls", value);
    }

    @Option(names = "--pod-infra-container-image")
    void podInfraContainerImage(String value) {
        withoutEffect.put("--pod-infra-container-image", value);
    }
}
