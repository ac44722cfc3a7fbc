package dev.caravel.deploy.network;

import dev.caravel.deploy.cluster.Addresses;

/** What leaves the cluster leaves with the machine's address: nobody outside has a route back to pods and nodes. */
final class MasqueradeRules {
    private MasqueradeRules() {}

    static String of(String table, String bridge) {
        return """
                table ip %1$s
                delete table ip %1$s
                table ip %1$s {
                  chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    ip saddr %2$s ip daddr != { %2$s, %3$s } masquerade
                    ip saddr %3$s oifname != "%4$s" ip daddr != %2$s masquerade
                  }
                }
                """.formatted(table, Addresses.POD_RANGE, Addresses.NODE_RANGE, bridge);
    }
}
