package dev.caravel.kubelet.network;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.v1.DNSConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides what a pod's {@code /etc/resolv.conf} says, by its dnsPolicy and dnsConfig. */
public final class PodDns {
    /** glibc's limits that upstream cuts to as well. */
    private static final int MAX_SERVERS = 3;

    private static final int MAX_SEARCHES = 32;
    private static final String CLUSTER_OPTION = "ndots:5";

    private final List<String> clusterServers;
    private final String clusterDomain;
    private final Path hostFile;

    public PodDns(List<String> clusterServers, String clusterDomain, Path hostFile) {
        this.clusterServers = List.copyOf(clusterServers);
        this.clusterDomain = requireNonNull(clusterDomain, "clusterDomain is null");
        this.hostFile = requireNonNull(hostFile, "hostFile is null");
    }

    public DNSConfig of(Pod pod) {
        return decide(pod, ResolvConf.parse(read()));
    }

    DNSConfig decide(Pod pod, ResolvConf host) {
        List<String> servers = new ArrayList<>();
        List<String> searches = new ArrayList<>();
        List<String> options = new ArrayList<>();
        switch (source(pod)) {
            case NONE -> {}
            case HOST -> {
                servers.addAll(host.servers());
                searches.addAll(host.searches());
                options.addAll(host.options());
            }
            case CLUSTER -> {
                servers.addAll(clusterServers);
                if (!clusterDomain.isEmpty()) {
                    searches.add(pod.getMetadata().getNamespace() + ".svc." + clusterDomain);
                    searches.add("svc." + clusterDomain);
                    searches.add(clusterDomain);
                }
                searches.addAll(host.searches());
                options.add(CLUSTER_OPTION);
            }
        }
        PodDNSConfig own = pod.getSpec().getDnsConfig();
        if (own != null) {
            servers.addAll(own.getNameservers());
            searches.addAll(own.getSearches());
            own.getOptions().forEach(option -> mergeOption(options, option));
        }
        return DNSConfig.newBuilder()
                .addAllServers(distinct(servers, MAX_SERVERS))
                .addAllSearches(distinct(searches, MAX_SEARCHES))
                .addAllOptions(options)
                .build();
    }

    private enum Source {
        NONE,
        HOST,
        CLUSTER
    }

    private Source source(Pod pod) {
        boolean hostNetwork = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        String policy = pod.getSpec().getDnsPolicy() == null
                ? "ClusterFirst"
                : pod.getSpec().getDnsPolicy();
        return switch (policy) {
            case "None" -> Source.NONE;
            case "Default" -> Source.HOST;
            case "ClusterFirstWithHostNet" -> clusterServers.isEmpty() ? Source.HOST : Source.CLUSTER;
            default -> hostNetwork || clusterServers.isEmpty() ? Source.HOST : Source.CLUSTER;
        };
    }

    /** An option of the pod replaces one of the same name. */
    private static void mergeOption(List<String> options, PodDNSConfigOption option) {
        options.removeIf(known -> known.split(":", 2)[0].equals(option.getName()));
        String value = option.getValue();
        options.add(value == null || value.isEmpty() ? option.getName() : option.getName() + ":" + value);
    }

    private static List<String> distinct(List<String> texts, int limit) {
        Set<String> distinct = new LinkedHashSet<>(texts);
        return distinct.stream().limit(limit).toList();
    }

    private String read() {
        try {
            return Files.exists(hostFile) ? Files.readString(hostFile) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + hostFile, e);
        }
    }
}
