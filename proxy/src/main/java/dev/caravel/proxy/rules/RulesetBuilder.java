package dev.caravel.proxy.rules;

import dev.caravel.proxy.nftables.Ruleset.Affinity;
import dev.caravel.proxy.nftables.Ruleset.Chain;
import dev.caravel.proxy.nftables.Ruleset.VerdictMap;
import dev.caravel.proxy.services.IpFamily;
import dev.caravel.proxy.services.ServicePort;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what each service port adds to the table. Not thread-safe. */
final class RulesetBuilder {
    private final IpFamily family;
    private final Map<String, Chain> chains = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> elements = new LinkedHashMap<>();
    private final Map<String, Affinity> affinities = new LinkedHashMap<>();
    private final Set<String> clusterIps = new LinkedHashSet<>();

    RulesetBuilder(IpFamily family) {
        this.family = family;
    }

    void chain(String name, List<String> rules) {
        chains.put(name, new Chain("", List.copyOf(rules)));
    }

    /** The first service to claim an address and port keeps it. */
    void atAddress(String map, String ip, ServicePort service, String verdict) {
        put(map, "%s . %s . %d".formatted(ip, service.protocol(), service.port()), verdict);
    }

    void atNodePort(String map, ServicePort service, String verdict) {
        put(map, "%s . %d".formatted(service.protocol(), service.nodePort()), verdict);
    }

    private void put(String map, String key, String verdict) {
        elements.computeIfAbsent(map, _ -> new LinkedHashMap<>()).putIfAbsent(key, verdict);
    }

    void affinity(String name, ServicePort service) {
        affinities.put(
                name, new Affinity(family.addressType(), service.affinity().orElseThrow()));
    }

    void clusterIp(String ip) {
        clusterIps.add(ip);
    }

    Map<String, Chain> chains() {
        return chains;
    }

    Map<String, Affinity> affinities() {
        return affinities;
    }

    Set<String> clusterIps() {
        return clusterIps;
    }

    VerdictMap map(String name, String type) {
        return new VerdictMap(type, elements.getOrDefault(name, Map.of()));
    }
}
