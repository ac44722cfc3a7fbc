package dev.caravel.dns.zone;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * All that DNS tells of one service. Immutable.
 *
 * @param clusterIps empty for headless and ExternalName services
 * @param ports the service's own; for headless services each endpoint has its own
 * @param endpoints of headless services only: those to be published
 * @param externalName the target of an ExternalName service
 */
public record ServiceRecords(
        ServiceName name,
        List<InetAddress> clusterIps,
        List<Port> ports,
        List<Endpoint> endpoints,
        Optional<String> externalName) {

    /** @param protocol in lower case */
    public record Port(String name, String protocol, int number) {}

    /** @param label the first label of the endpoint's own name: its hostname, or its address with dashes */
    public record Endpoint(String label, InetAddress address, List<Port> ports) {}

    public boolean headless() {
        return clusterIps.isEmpty() && externalName.isEmpty();
    }
}
