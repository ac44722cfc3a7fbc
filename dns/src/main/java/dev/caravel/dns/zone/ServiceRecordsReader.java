package dev.caravel.dns.zone;

import dev.caravel.dns.zone.ServiceRecords.Port;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what DNS tells of a service from the API's objects, by the Kubernetes DNS specification 1.1.0. Pure. */
public final class ServiceRecordsReader {
    private static final String NONE = "None";

    private ServiceRecordsReader() {}

    public static ServiceRecords read(Service service, Collection<EndpointSlice> slices) {
        ServiceName name = new ServiceName(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
        ServiceSpec spec = service.getSpec();
        if ("ExternalName".equals(spec.getType())) {
            return new ServiceRecords(
                    name, List.of(), List.of(), List.of(), Optional.ofNullable(spec.getExternalName()));
        }
        if (NONE.equals(spec.getClusterIP())) {
            boolean all = Boolean.TRUE.equals(spec.getPublishNotReadyAddresses());
            return new ServiceRecords(name, List.of(), List.of(), endpoints(slices, all), Optional.empty());
        }
        return new ServiceRecords(name, clusterIps(spec), ports(spec), List.of(), Optional.empty());
    }

    private static List<InetAddress> clusterIps(ServiceSpec spec) {
        List<String> ips = spec.getClusterIPs().isEmpty() ? List.of(spec.getClusterIP()) : spec.getClusterIPs();
        return ips.stream()
                .filter(ip -> !ip.isEmpty())
                .map(InetAddress::ofLiteral)
                .toList();
    }

    private static List<Port> ports(ServiceSpec spec) {
        return spec.getPorts().stream()
                .map(port -> port(port.getName(), port.getProtocol(), port.getPort()))
                .toList();
    }

    private static Port port(String name, String protocol, Integer number) {
        return new Port(name == null ? "" : name, protocol == null ? "tcp" : protocol.toLowerCase(Locale.ROOT), number);
    }

    private static List<ServiceRecords.Endpoint> endpoints(Collection<EndpointSlice> slices, boolean notReadyToo) {
        Map<InetAddress, ServiceRecords.Endpoint> endpoints = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            if ("FQDN".equals(slice.getAddressType())) {
                continue;
            }
            List<Port> ports = new ArrayList<>();
            for (EndpointPort port : slice.getPorts()) {
                if (port.getPort() != null) {
                    ports.add(port(port.getName(), port.getProtocol(), port.getPort()));
                }
            }
            for (Endpoint endpoint : slice.getEndpoints()) {
                if (!notReadyToo && !isReady(endpoint)) {
                    continue;
                }
                for (String text : endpoint.getAddresses()) {
                    InetAddress address = InetAddress.ofLiteral(text);
                    endpoints.put(address, new ServiceRecords.Endpoint(label(endpoint, address), address, ports));
                }
            }
        }
        return List.copyOf(endpoints.values());
    }

    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String label(Endpoint endpoint, InetAddress address) {
        if (endpoint.getHostname() != null && !endpoint.getHostname().isEmpty()) {
            return endpoint.getHostname().toLowerCase(Locale.ROOT);
        }
        return DashedAddress.format(address);
    }
}
