package dev.caravel.proxy.services;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One port of one service in one IP family, with its endpoints: all that the rules depend on.
 *
 * @param portName empty for the only port of a service
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param externalIps {@code spec.externalIPs} of this family
 * @param loadBalancerIps {@code status.loadBalancer.ingress} with ipMode VIP
 * @param sourceRanges CIDRs that may use the load balancer IPs; empty for all
 * @param internalLocal {@code internalTrafficPolicy: Local}
 * @param externalLocal {@code externalTrafficPolicy: Local}
 * @param affinity how long a client keeps its endpoint; empty without session affinity
 */
public record ServicePort(
        String namespace,
        String name,
        String portName,
        String protocol,
        int port,
        String clusterIp,
        int nodePort,
        List<String> externalIps,
        List<String> loadBalancerIps,
        List<String> sourceRanges,
        boolean internalLocal,
        boolean externalLocal,
        Optional<Duration> affinity,
        List<Endpoint> endpoints) {

    /** {@code namespace/name/protocol/portName}: unique among the ports of a family. */
    public String id() {
        return namespace + "/" + name + "/" + protocol + "/" + portName;
    }

    public boolean isExternal() {
        return nodePort != 0 || !externalIps.isEmpty() || !loadBalancerIps.isEmpty();
    }

    /** The endpoints to use for traffic that may go to any node. */
    public List<Endpoint> clusterEndpoints() {
        return usable(_ -> true);
    }

    /** The endpoints to use for traffic that must stay on this node. */
    public List<Endpoint> localEndpoints() {
        return usable(Endpoint::local);
    }

    /** Ready ones, or, when there are none, those that still serve while they terminate (KEP-1669). */
    private List<Endpoint> usable(Predicate<Endpoint> scope) {
        List<Endpoint> ready =
                endpoints.stream().filter(scope.and(Endpoint::ready)).toList();
        if (!ready.isEmpty()) {
            return ready;
        }
        return endpoints.stream()
                .filter(scope.and(Endpoint::serving).and(Endpoint::terminating))
                .toList();
    }
}
