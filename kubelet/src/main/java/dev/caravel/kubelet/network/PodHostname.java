package dev.caravel.kubelet.network;

import io.fabric8.kubernetes.api.model.Pod;

/** A pod's own name and, with a subdomain, its name in the cluster's DNS. */
public record PodHostname(String hostname, String domain) {
    private static final int MAX_LENGTH = 63;

    /** {@code domain} is empty when the pod has no subdomain or the cluster no domain. */
    public static PodHostname of(Pod pod, String clusterDomain) {
        String override = pod.getSpec().getHostname();
        String hostname = override != null && !override.isEmpty()
                ? override
                : truncate(pod.getMetadata().getName());
        String subdomain = pod.getSpec().getSubdomain();
        String domain = subdomain == null || subdomain.isEmpty() || clusterDomain.isEmpty()
                ? ""
                : subdomain + "." + pod.getMetadata().getNamespace() + ".svc." + clusterDomain;
        return new PodHostname(hostname, domain);
    }

    /** What the sandbox's host name is set to. */
    public String effective(Pod pod) {
        return Boolean.TRUE.equals(pod.getSpec().getSetHostnameAsFQDN()) && !domain.isEmpty()
                ? hostname + "." + domain
                : hostname;
    }

    /** A name of a pod may be longer than a host's may. */
    private static String truncate(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        String cut = name.substring(0, MAX_LENGTH);
        while (cut.endsWith("-") || cut.endsWith(".")) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut;
    }
}
