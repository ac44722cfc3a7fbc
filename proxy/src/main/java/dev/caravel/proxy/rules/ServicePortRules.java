package dev.caravel.proxy.rules;

import dev.caravel.proxy.services.Endpoint;
import dev.caravel.proxy.services.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules of one service port.
 *
 * <p>Chains: {@code service-} spreads over all endpoints, {@code local-} over this node's, {@code external-} decides for
 * traffic from outside which of the two it is and whether the source address survives, {@code endpoint-} rewrites the
 * destination.
 */
final class ServicePortRules {
    private static final String DROP = "drop";
    private static final String REJECT = "goto " + TableSkeleton.REJECT;
    private static final String MARK = "jump " + TableSkeleton.MARK;

    private final NodeNetwork node;
    private final ServicePort service;
    private final ChainNames names;
    private final List<Endpoint> clusterEndpoints;
    private final List<Endpoint> localEndpoints;

    ServicePortRules(NodeNetwork node, ServicePort service) {
        this.node = node;
        this.service = service;
        this.names = new ChainNames(service);
        this.clusterEndpoints = service.clusterEndpoints();
        this.localEndpoints = service.localEndpoints();
    }

    void addTo(RulesetBuilder rules) {
        rules.clusterIp(service.clusterIp());
        boolean external = service.isExternal();
        boolean usesCluster = !service.internalLocal() || external;
        boolean usesLocal = service.internalLocal() || (external && service.externalLocal());

        addEndpointChains(rules, usesCluster, usesLocal);
        if (usesCluster && !clusterEndpoints.isEmpty()) {
            rules.chain(names.cluster(), balance(clusterEndpoints, !service.internalLocal()));
        }
        if (usesLocal && !localEndpoints.isEmpty()) {
            rules.chain(names.local(), balance(localEndpoints, service.internalLocal()));
        }
        addClusterIp(rules);
        if (external) {
            addExternal(rules);
        }
    }

    private void addClusterIp(RulesetBuilder rules) {
        List<Endpoint> endpoints = service.internalLocal() ? localEndpoints : clusterEndpoints;
        if (endpoints.isEmpty()) {
            rules.atAddress(
                    TableSkeleton.NO_ENDPOINT_SERVICES,
                    service.clusterIp(),
                    service,
                    clusterEndpoints.isEmpty() ? REJECT : DROP);
        } else {
            String chain = service.internalLocal() ? names.local() : names.cluster();
            rules.atAddress(TableSkeleton.SERVICE_IPS, service.clusterIp(), service, "goto " + chain);
        }
    }

    private void addExternal(RulesetBuilder rules) {
        boolean unreachable = service.externalLocal() ? localEndpoints.isEmpty() : clusterEndpoints.isEmpty();
        String refusal = clusterEndpoints.isEmpty() ? REJECT : DROP;
        String ips = unreachable ? TableSkeleton.NO_ENDPOINT_SERVICES : TableSkeleton.SERVICE_IPS;
        String nodePorts = unreachable ? TableSkeleton.NO_ENDPOINT_NODE_PORTS : TableSkeleton.SERVICE_NODE_PORTS;
        String verdict = unreachable ? refusal : "goto " + names.external();

        if (!unreachable) {
            rules.chain(names.external(), external());
        }
        service.externalIps().forEach(ip -> rules.atAddress(ips, ip, service, verdict));
        service.loadBalancerIps().forEach(ip -> rules.atAddress(ips, ip, service, verdict));
        if (service.nodePort() != 0) {
            rules.atNodePort(nodePorts, service, verdict);
        }
        if (!service.sourceRanges().isEmpty() && !service.loadBalancerIps().isEmpty()) {
            rules.chain(
                    names.firewall(),
                    List.of("%s saddr { %s } return".formatted(ip(), String.join(", ", service.sourceRanges())), DROP));
            service.loadBalancerIps()
                    .forEach(
                            ip -> rules.atAddress(TableSkeleton.FIREWALL_IPS, ip, service, "goto " + names.firewall()));
        }
    }

    private List<String> external() {
        if (!service.externalLocal()) {
            return List.of(MARK, "goto " + names.cluster());
        }
        List<String> rules = new ArrayList<>();
        // Pods and the node itself are inside the cluster: for them an external address is a short cut to any endpoint.
        node.podCidr().ifPresent(cidr -> rules.add("%s saddr %s goto %s".formatted(ip(), cidr, names.cluster())));
        rules.add("fib saddr type local " + MARK);
        rules.add("fib saddr type local goto " + names.cluster());
        rules.add("goto " + names.local());
        return rules;
    }

    /** @param reachedByClusterIp whether traffic from outside the pods needs masquerading here */
    private List<String> balance(List<Endpoint> endpoints, boolean reachedByClusterIp) {
        List<String> rules = new ArrayList<>();
        if (reachedByClusterIp) {
            String toClusterIp =
                    "%s daddr %s %s dport %d".formatted(ip(), service.clusterIp(), service.protocol(), service.port());
            if (node.masqueradeAll()) {
                rules.add(toClusterIp + " " + MARK);
            } else {
                node.podCidr()
                        .ifPresent(cidr -> rules.add("%s %s saddr != %s %s".formatted(toClusterIp, ip(), cidr, MARK)));
            }
        }
        if (service.affinity().isPresent()) {
            endpoints.forEach(endpoint -> rules.add(
                    "%s saddr @%s goto %s".formatted(ip(), names.affinity(endpoint), names.endpoint(endpoint))));
        }
        String targets = IntStream.range(0, endpoints.size())
                .mapToObj(i -> "%d : goto %s".formatted(i, names.endpoint(endpoints.get(i))))
                .collect(Collectors.joining(", "));
        rules.add("numgen random mod %d vmap { %s }".formatted(endpoints.size(), targets));
        return rules;
    }

    private void addEndpointChains(RulesetBuilder rules, boolean usesCluster, boolean usesLocal) {
        Set<Endpoint> used = new LinkedHashSet<>();
        if (usesCluster) {
            used.addAll(clusterEndpoints);
        }
        if (usesLocal) {
            used.addAll(localEndpoints);
        }
        Map<String, Endpoint> byChain = new LinkedHashMap<>();
        used.forEach(endpoint -> byChain.put(names.endpoint(endpoint), endpoint));
        byChain.forEach((chain, endpoint) -> rules.chain(chain, rewrite(rules, endpoint)));
    }

    private List<String> rewrite(RulesetBuilder rules, Endpoint endpoint) {
        List<String> chain = new ArrayList<>();
        // A pod that reaches itself through its service would answer itself directly, and ignore the answer.
        chain.add("%s saddr %s %s".formatted(ip(), endpoint.ip(), MARK));
        if (service.affinity().isPresent()) {
            String set = names.affinity(endpoint);
            rules.affinity(set, service);
            chain.add("update @%s { %s saddr }".formatted(set, ip()));
        }
        chain.add("meta l4proto %s dnat to %s"
                .formatted(service.protocol(), node.family().socket(endpoint.ip(), endpoint.port())));
        return chain;
    }

    private String ip() {
        return node.family().nft();
    }
}
