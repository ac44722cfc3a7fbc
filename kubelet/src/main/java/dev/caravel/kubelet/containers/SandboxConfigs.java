package dev.caravel.kubelet.containers;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.CriLabels;
import dev.caravel.kubelet.cri.v1.LinuxPodSandboxConfig;
import dev.caravel.kubelet.cri.v1.PodSandboxConfig;
import dev.caravel.kubelet.cri.v1.PodSandboxMetadata;
import dev.caravel.kubelet.cri.v1.PortMapping;
import dev.caravel.kubelet.cri.v1.Protocol;
import dev.caravel.kubelet.network.PodDns;
import dev.caravel.kubelet.network.PodHostname;
import dev.caravel.kubelet.pods.PodContainer;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the CRI configuration of a pod's sandbox. */
public final class SandboxConfigs {
    private final PodDirectories directories;
    private final PodDns dns;
    private final String clusterDomain;
    private final PodCgroups cgroups;
    private final SecurityContexts security;

    public SandboxConfigs(PodDirectories directories, PodDns dns, String clusterDomain, PodCgroups cgroups) {
        this.directories = requireNonNull(directories, "directories is null");
        this.dns = requireNonNull(dns, "dns is null");
        this.clusterDomain = requireNonNull(clusterDomain, "clusterDomain is null");
        this.cgroups = requireNonNull(cgroups, "cgroups is null");
        this.security = new SecurityContexts(directories.root());
    }

    public PodSandboxConfig of(Pod pod, int attempt) {
        boolean hostNetwork = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        PodSandboxConfig.Builder config = PodSandboxConfig.newBuilder()
                .setMetadata(PodSandboxMetadata.newBuilder()
                        .setName(pod.getMetadata().getName())
                        .setNamespace(pod.getMetadata().getNamespace())
                        .setUid(pod.getMetadata().getUid())
                        .setAttempt(attempt))
                .setLogDirectory(directories.podLogs(pod).toString())
                .setDnsConfig(dns.of(pod))
                .putAllLabels(labels(pod))
                .putAllAnnotations(orEmpty(pod.getMetadata().getAnnotations()))
                .setLinux(linux(pod));
        if (!hostNetwork) {
            config.setHostname(PodHostname.of(pod, clusterDomain).effective(pod));
            config.addAllPortMappings(ports(pod));
        }
        return config.build();
    }

    private LinuxPodSandboxConfig linux(Pod pod) {
        return LinuxPodSandboxConfig.newBuilder()
                .setCgroupParent(cgroups.parent(pod))
                .setSecurityContext(security.ofSandbox(pod))
                .putAllSysctls(sysctls(pod))
                .setResources(LinuxResources.ofPod(pod))
                .build();
    }

    private static Map<String, String> sysctls(Pod pod) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        PodSecurityContext context = pod.getSpec().getSecurityContext();
        if (context != null) {
            context.getSysctls().forEach(sysctl -> sysctls.put(sysctl.getName().replace('/', '.'), sysctl.getValue()));
        }
        return sysctls;
    }

    private static List<PortMapping> ports(Pod pod) {
        List<PortMapping> mappings = new ArrayList<>();
        for (PodContainer container : PodContainer.of(pod)) {
            for (ContainerPort port : container.spec().getPorts()) {
                if (port.getHostPort() != null && port.getHostPort() > 0) {
                    mappings.add(PortMapping.newBuilder()
                            .setHostPort(port.getHostPort())
                            .setContainerPort(port.getContainerPort())
                            .setProtocol(Protocol.valueOf(port.getProtocol() == null ? "TCP" : port.getProtocol()))
                            .setHostIp(port.getHostIP() == null ? "" : port.getHostIP())
                            .build());
                }
            }
        }
        return mappings;
    }

    static Map<String, String> labels(Pod pod) {
        Map<String, String> labels =
                new LinkedHashMap<>(orEmpty(pod.getMetadata().getLabels()));
        labels.put(CriLabels.POD_NAME, pod.getMetadata().getName());
        labels.put(CriLabels.POD_NAMESPACE, pod.getMetadata().getNamespace());
        labels.put(CriLabels.POD_UID, pod.getMetadata().getUid());
        return labels;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
