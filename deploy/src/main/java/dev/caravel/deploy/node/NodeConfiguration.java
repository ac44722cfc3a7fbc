package dev.caravel.deploy.node;

import dev.caravel.deploy.cluster.Addresses;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.TextFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration files of a node's containerd and kubelet.
 *
 * @param containerd in TOML
 * @param kubelet a KubeletConfiguration in YAML
 */
public record NodeConfiguration(String containerd, String kubelet) {
    public static final String PAUSE_IMAGE = "registry.k8s.io/pause:3.10.2";

    public static NodeConfiguration of(NodePlan node, StateDir state) {
        return new NodeConfiguration(containerd(node), kubelet(node, state));
    }

    public void write(NodePlan node) {
        TextFiles.write(node.containerdConfiguration(), containerd);
        TextFiles.write(node.kubeletConfiguration(), kubelet);
    }

    /** restrict_oom_score_adj: a machine may lack CAP_SYS_RESOURCE, and runc then fails when a score is lowered. */
    private static String containerd(NodePlan node) {
        return """
                version = 2
                root = "%1$s/containerd"
                state = "%2$s/containerd"

                [grpc]
                  address = "%3$s"

                [plugins."io.containerd.internal.v1.opt"]
                  path = "%1$s/containerd/opt"

                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "%4$s"
                  restrict_oom_score_adj = true
                  netns_mounts_under_state_dir = true
                  stream_server_address = "127.0.0.1"
                  stream_server_port = "0"
                  max_container_log_line_size = 16384

                [plugins."io.containerd.grpc.v1.cri".cni]
                  bin_dir = "%5$s"
                  conf_dir = "%6$s"

                [plugins."io.containerd.grpc.v1.cri".containerd]
                  snapshotter = "overlayfs"

                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                  runtime_type = "io.containerd.runc.v2"

                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                  SystemdCgroup = false
                """.formatted(
                        node.directory(),
                        node.sockets(),
                        node.containerdSocket(),
                        PAUSE_IMAGE,
                        cniPlugins(),
                        node.cniConfiguration());
    }

    private static String kubelet(NodePlan node, StateDir state) {
        return """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                authentication:
                  anonymous:
                    enabled: false
                  webhook:
                    enabled: true
                  x509:
                    clientCAFile: %1$s/ca.crt
                authorization:
                  mode: Webhook
                address: 0.0.0.0
                healthzBindAddress: %2$s
                tlsCertFile: %1$s/kubelet-serving-%3$s.crt
                tlsPrivateKeyFile: %1$s/kubelet-serving-%3$s.key
                cgroupDriver: cgroupfs
                cgroupRoot: %4$s
                clusterDNS:
                - %5$s
                clusterDomain: %6$s
                resolvConf: %7$s
                containerRuntimeEndpoint: unix://%8$s
                staticPodPath: %9$s/manifests
                podLogsDir: %9$s/pod-logs
                failSwapOn: false
                """.formatted(
                        state.pki(),
                        node.address(),
                        node.name(),
                        node.cgroup(),
                        Addresses.DNS_SERVICE,
                        Addresses.CLUSTER_DOMAIN,
                        resolvConf(),
                        node.containerdSocket(),
                        node.directory());
    }

    private static Path cniPlugins() {
        Path debian = Path.of("/usr/lib/cni");
        return Files.isDirectory(debian) ? debian : Path.of("/opt/cni/bin");
    }

    /** systemd-resolved answers at a loopback address, which is another one in a pod; its upstreams stand elsewhere. */
    private static Path resolvConf() {
        Path resolved = Path.of("/run/systemd/resolve/resolv.conf");
        return Files.exists(resolved) ? resolved : Path.of("/etc/resolv.conf");
    }
}
