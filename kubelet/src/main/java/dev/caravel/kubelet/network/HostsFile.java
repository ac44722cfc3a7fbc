package dev.caravel.kubelet.network;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** The text of a pod's {@code /etc/hosts}. */
public final class HostsFile {
    private static final String MANAGED = """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters
            """;
    private static final String OF_HOST = "# Kubernetes-managed hosts file (host network).\n";

    private HostsFile() {}

    public static String of(Pod pod, List<String> podIps, PodHostname name) {
        StringBuilder text = new StringBuilder(MANAGED);
        for (String ip : podIps) {
            text.append(ip).append('\t');
            if (!name.domain().isEmpty()) {
                text.append(name.hostname()).append('.').append(name.domain()).append('\t');
            }
            text.append(name.hostname()).append('\n');
        }
        return text.append(aliases(pod)).toString();
    }

    /** With the host's network a pod has the host's names, and its aliases. */
    public static String ofHostNetwork(Pod pod, String hostsOfHost) {
        return OF_HOST + hostsOfHost + aliases(pod);
    }

    private static String aliases(Pod pod) {
        List<HostAlias> aliases = pod.getSpec().getHostAliases();
        if (aliases == null || aliases.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\n# Entries added by HostAliases.\n");
        for (HostAlias alias : aliases) {
            text.append(alias.getIp())
                    .append('\t')
                    .append(String.join("\t", alias.getHostnames()))
                    .append('\n');
        }
        return text.toString();
    }
}
