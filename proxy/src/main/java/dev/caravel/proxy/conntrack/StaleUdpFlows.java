package dev.caravel.proxy.conntrack;

import dev.caravel.proxy.services.Endpoint;
import dev.caravel.proxy.services.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which UDP flows the kernel must forget after a change. UDP has no end of connection: a flow that was sent to an
 * endpoint now gone, or that was refused while a service had none, would stay that way as long as the client goes on.
 * Pure.
 */
public final class StaleUdpFlows {
    /** Flows to an address and port of a service; {@code endpointIp} empty means to whatever endpoint. */
    public record Flow(String serviceIp, int port, String endpointIp) {}

    private StaleUdpFlows() {}

    public static Set<Flow> between(List<ServicePort> before, List<ServicePort> now) {
        Map<String, ServicePort> current = byId(now);
        Set<Flow> flows = new LinkedHashSet<>();
        byId(before).forEach((id, old) -> {
            ServicePort service = current.get(id);
            Set<String> kept = service == null ? Set.of() : ips(service);
            for (String gone : ips(old)) {
                if (!kept.contains(gone)) {
                    addresses(old).forEach(ip -> flows.add(new Flow(ip, old.port(), gone)));
                }
            }
            if (service != null && ips(old).isEmpty() && !kept.isEmpty()) {
                addresses(service).forEach(ip -> flows.add(new Flow(ip, service.port(), "")));
            }
        });
        return flows;
    }

    private static Map<String, ServicePort> byId(List<ServicePort> services) {
        return services.stream()
                .filter(service -> service.protocol().equals("udp"))
                .collect(Collectors.toMap(ServicePort::id, Function.identity()));
    }

    private static Set<String> ips(ServicePort service) {
        return service.clusterEndpoints().stream().map(Endpoint::ip).collect(Collectors.toSet());
    }

    private static List<String> addresses(ServicePort service) {
        List<String> addresses = new ArrayList<>();
        addresses.add(service.clusterIp());
        addresses.addAll(service.externalIps());
        addresses.addAll(service.loadBalancerIps());
        return addresses;
    }
}
