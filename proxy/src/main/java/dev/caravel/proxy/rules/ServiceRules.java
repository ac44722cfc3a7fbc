package dev.caravel.proxy.rules;

import dev.caravel.proxy.nftables.Ruleset;
import dev.caravel.proxy.nftables.Ruleset.ElementSet;
import dev.caravel.proxy.nftables.Ruleset.VerdictMap;
import dev.caravel.proxy.services.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table that makes a node's kernel do what the services say. Pure: equal services give an equal ruleset. */
public final class ServiceRules {
    private static final String PORT = "inet_proto . inet_service";

    private final NodeNetwork node;

    public ServiceRules(NodeNetwork node) {
        this.node = node;
    }

    public Ruleset plan(List<ServicePort> services) {
        RulesetBuilder builder = new RulesetBuilder(node.family());
        builder.chains().putAll(new TableSkeleton(node).chains());
        services.forEach(service -> new ServicePortRules(node, service).addTo(builder));

        String address = node.family().addressType();
        Map<String, VerdictMap> maps = Map.of(
                TableSkeleton.SERVICE_IPS, builder.map(TableSkeleton.SERVICE_IPS, address + " . " + PORT),
                TableSkeleton.NO_ENDPOINT_SERVICES,
                        builder.map(TableSkeleton.NO_ENDPOINT_SERVICES, address + " . " + PORT),
                TableSkeleton.FIREWALL_IPS, builder.map(TableSkeleton.FIREWALL_IPS, address + " . " + PORT),
                TableSkeleton.SERVICE_NODE_PORTS, builder.map(TableSkeleton.SERVICE_NODE_PORTS, PORT),
                TableSkeleton.NO_ENDPOINT_NODE_PORTS, builder.map(TableSkeleton.NO_ENDPOINT_NODE_PORTS, PORT));
        Map<String, ElementSet> sets = Map.of(
                TableSkeleton.CLUSTER_IPS, new ElementSet(address, "", builder.clusterIps()),
                TableSkeleton.NODE_PORT_IPS,
                        new ElementSet(
                                address, "", Set.copyOf(node.nodePortAddresses().orElse(List.of()))));
        return new Ruleset(builder.chains(), maps, sets, builder.affinities());
    }
}
