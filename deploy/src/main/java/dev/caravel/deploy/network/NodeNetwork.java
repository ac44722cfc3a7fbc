package dev.caravel.deploy.network;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.cluster.Addresses;
import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.system.Commands;
import java.util.List;
import java.util.Map;

/** The network between nodes: a bridge on the machine, a veth pair to each further node, routes to the pods of each. */
public final class NodeNetwork {
    public static final String BRIDGE = "caravel0";
    private static final String TABLE = "caravel";

    private final Commands commands;

    public NodeNetwork(Commands commands) {
        this.commands = requireNonNull(commands, "commands is null");
    }

    /** Makes what is missing of the bridge and the nodes' namespaces and links. */
    public void ensure(List<NodePlan> nodes) {
        if (!commands.attempt("ip", "link", "show", BRIDGE).ok()) {
            commands.require("ip", "link", "add", BRIDGE, "type", "bridge");
        }
        commands.require(
                "ip", "addr", "replace", Addresses.controlPlane() + "/" + Addresses.NODE_PREFIX_LENGTH, "dev", BRIDGE);
        commands.require("ip", "link", "set", BRIDGE, "up");
        // Routing comes before translation: without a route a machine that is offline could not even ask for a service.
        commands.require(
                "ip", "route", "replace", Addresses.SERVICE_RANGE, "dev", BRIDGE, "src", Addresses.controlPlane());
        commands.requireWithInput(MasqueradeRules.of(TABLE, BRIDGE), List.of("nft", "-f", "-"));
        nodes.forEach(node -> node.namespace().ifPresent(namespace -> ensureNamespace(node, namespace)));
    }

    /** @param podRanges by node */
    public void route(Map<NodePlan, String> podRanges) {
        for (NodePlan from : podRanges.keySet()) {
            podRanges.forEach((to, range) -> {
                if (!from.equals(to)) {
                    commands.require(from.inNetwork("ip", "route", "replace", range, "via", to.address()));
                }
            });
        }
    }

    public void remove(List<NodePlan> nodes) {
        nodes.forEach(this::removeNode);
        commands.attempt("ip", "link", "delete", BRIDGE);
        for (String table : List.of("ip " + TABLE, "ip kube-proxy", "ip6 kube-proxy")) {
            commands.attempt(List.of("nft", "delete table " + table));
        }
    }

    /** The namespace and the link of a further node, if they are there. */
    public void removeNode(NodePlan node) {
        node.namespace().ifPresent(namespace -> {
            commands.attempt("ip", "link", "delete", link(node));
            commands.attempt("ip", "netns", "delete", namespace);
        });
    }

    private void ensureNamespace(NodePlan node, String namespace) {
        if (!commands.attempt("ip", "netns", "pids", namespace).ok()) {
            commands.require("ip", "netns", "add", namespace);
        }
        commands.require(node.inNetwork("ip", "link", "set", "lo", "up"));
        if (!commands.attempt(node.inNetwork("ip", "link", "show", "eth0")).ok()) {
            commands.attempt("ip", "link", "delete", link(node));
            commands.require(
                    "ip", "link", "add", link(node), "type", "veth", "peer", "name", "eth0", "netns", namespace);
        }
        commands.require("ip", "link", "set", link(node), "master", BRIDGE, "up");
        commands.require(node.inNetwork(
                "ip", "addr", "replace", node.address() + "/" + Addresses.NODE_PREFIX_LENGTH, "dev", "eth0"));
        commands.require(node.inNetwork("ip", "link", "set", "eth0", "up"));
        commands.require(node.inNetwork("ip", "route", "replace", "default", "via", Addresses.controlPlane()));
        commands.require(node.inNetwork("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"));
    }

    private static String link(NodePlan node) {
        return "caravel-" + node.name();
    }
}
