package dev.caravel.proxy.rules;

import dev.caravel.proxy.nftables.Ruleset.Chain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the table that does not depend on services: where it hooks into the kernel and how packets reach the maps.
 *
 * <p>New connections to a service without endpoints are refused before DNAT (priority -110); what is still addressed to a
 * cluster IP after DNAT (-90) was sent to a port that no service has.
 */
final class TableSkeleton {
    static final String SERVICE_IPS = "service-ips";
    static final String SERVICE_NODE_PORTS = "service-nodeports";
    static final String NO_ENDPOINT_SERVICES = "no-endpoint-services";
    static final String NO_ENDPOINT_NODE_PORTS = "no-endpoint-nodeports";
    static final String FIREWALL_IPS = "firewall-ips";
    static final String CLUSTER_IPS = "cluster-ips";
    static final String NODE_PORT_IPS = "nodeport-ips";
    static final String MARK = "mark-for-masquerade";
    static final String REJECT = "reject-traffic";

    private final NodeNetwork node;

    TableSkeleton(NodeNetwork node) {
        this.node = node;
    }

    Map<String, Chain> chains() {
        String mark = "0x%08x".formatted(1 << node.masqueradeBit());
        Map<String, Chain> chains = new LinkedHashMap<>();
        chains.put(MARK, plain("meta mark set meta mark or " + mark));
        chains.put(REJECT, plain("reject"));
        chains.put(
                "masquerading",
                plain(
                        "meta mark & %s == 0 return".formatted(mark),
                        "meta mark set meta mark xor " + mark,
                        "masquerade fully-random"));
        chains.put(
                "services",
                plain(
                        "%s daddr . meta l4proto . th dport vmap @%s".formatted(ip(), SERVICE_IPS),
                        "%s meta l4proto . th dport vmap @%s".formatted(toNode(), SERVICE_NODE_PORTS)));
        chains.put(
                "endpoints-check",
                plain(
                        "%s daddr . meta l4proto . th dport vmap @%s".formatted(ip(), NO_ENDPOINT_SERVICES),
                        "%s meta l4proto . th dport vmap @%s".formatted(toNode(), NO_ENDPOINT_NODE_PORTS)));
        chains.put(
                "firewall-check", plain("%s daddr . meta l4proto . th dport vmap @%s".formatted(ip(), FIREWALL_IPS)));
        chains.put("cluster-ips-check", plain("%s daddr @%s reject".formatted(ip(), CLUSTER_IPS)));

        chains.put(
                "filter-prerouting",
                base("type filter hook prerouting priority -110", "ct state new jump firewall-check"));
        chains.put("filter-input", base("type filter hook input priority -110", "ct state new jump endpoints-check"));
        chains.put(
                "filter-forward", base("type filter hook forward priority -110", "ct state new jump endpoints-check"));
        chains.put(
                "filter-output",
                base(
                        "type filter hook output priority -110",
                        "ct state new jump endpoints-check",
                        "ct state new jump firewall-check"));
        chains.put(
                "filter-output-post-dnat",
                base("type filter hook output priority -90", "ct state new jump cluster-ips-check"));
        chains.put(
                "filter-forward-post-dnat",
                base("type filter hook forward priority -90", "ct state new jump cluster-ips-check"));
        chains.put("nat-prerouting", base("type nat hook prerouting priority dstnat", "jump services"));
        chains.put("nat-output", base("type nat hook output priority -100", "jump services"));
        chains.put("nat-postrouting", base("type nat hook postrouting priority srcnat", "jump masquerading"));
        return chains;
    }

    private String ip() {
        return node.family().nft();
    }

    /** Matches packets to the addresses on which node ports answer; loopback is never among them (KEP-3866). */
    private String toNode() {
        String loopback =
                switch (node.family()) {
                    case IPV4 -> "127.0.0.0/8";
                    case IPV6 -> "::1";
                };
        return node.nodePortAddresses().isPresent()
                ? "%s daddr @%s".formatted(ip(), NODE_PORT_IPS)
                : "fib daddr type local %s daddr != %s".formatted(ip(), loopback);
    }

    private static Chain plain(String... rules) {
        return new Chain("", List.of(rules));
    }

    private static Chain base(String hook, String... rules) {
        return new Chain(hook, List.of(rules));
    }
}
