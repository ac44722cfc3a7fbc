package dev.caravel.deploy.node;

import dev.caravel.deploy.cluster.NodePlan;
import dev.caravel.deploy.system.TextFiles;

/**
 * How pods of a node get their network: a veth pair each, routed by the node. No bridge, so that answers from a pod to
 * its neighbour pass the node too, where kube-proxy's translation is undone, whatever the machine's br_netfilter says.
 */
public final class CniConfiguration {
    private CniConfiguration() {}

    /** Answers whether it changed. */
    public static boolean write(NodePlan node, String podRange) {
        return TextFiles.write(node.cniConfiguration().resolve("10-caravel.conflist"), """
                {
                  "cniVersion": "0.4.0",
                  "name": "%s",
                  "plugins": [
                    {
                      "type": "ptp",
                      "ipam": {
                        "type": "host-local",
                        "ranges": [[{"subnet": "%s"}]],
                        "routes": [{"dst": "0.0.0.0/0"}],
                        "dataDir": "%s"
                      }
                    },
                    {"type": "portmap", "capabilities": {"portMappings": true}}
                  ]
                }
                """.formatted(
                        node.networkName(), podRange, node.sockets().resolve("addresses")));
    }
}
