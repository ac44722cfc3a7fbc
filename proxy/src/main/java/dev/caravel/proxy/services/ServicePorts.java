package dev.caravel.proxy.services;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Joins Services with their EndpointSlices into {@link ServicePort}s. Pure. */
public final class ServicePorts {
    private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";
    private static final String PROXY_NAME_LABEL = "service.kubernetes.io/service-proxy-name";
    private static final String HEADLESS_LABEL = "service.kubernetes.io/headless";
    private static final String VIP = "VIP";

    private record Name(String namespace, String name) {}

    private final IpFamily family;
    private final String nodeName;

    public ServicePorts(IpFamily family, String nodeName) {
        this.family = family;
        this.nodeName = nodeName;
    }

    /** Sorted by id, so that equal input gives equal output. */
    public List<ServicePort> join(Collection<Service> services, Collection<EndpointSlice> slices) {
        Map<Name, List<EndpointSlice>> slicesOf = slices.stream()
                .filter(slice -> family.api().equals(slice.getAddressType()))
                .filter(slice -> label(slice.getMetadata().getLabels(), SERVICE_NAME_LABEL) != null)
                .collect(Collectors.groupingBy(slice -> new Name(
                        slice.getMetadata().getNamespace(),
                        label(slice.getMetadata().getLabels(), SERVICE_NAME_LABEL))));
        return services.stream()
                .filter(ServicePorts::isProxied)
                .flatMap(service -> portsOf(
                        service,
                        slicesOf.getOrDefault(
                                new Name(
                                        service.getMetadata().getNamespace(),
                                        service.getMetadata().getName()),
                                List.of()))
                        .stream())
                .sorted(Comparator.comparing(ServicePort::id))
                .toList();
    }

    private static boolean isProxied(Service service) {
        Map<String, String> labels = service.getMetadata().getLabels();
        String clusterIp = service.getSpec().getClusterIP();
        return label(labels, PROXY_NAME_LABEL) == null
                && label(labels, HEADLESS_LABEL) == null
                && clusterIp != null
                && !clusterIp.isEmpty()
                && !clusterIp.equals("None")
                && !"ExternalName".equals(service.getSpec().getType());
    }

    private List<ServicePort> portsOf(Service service, List<EndpointSlice> slices) {
        ServiceSpec spec = service.getSpec();
        Optional<String> clusterIp =
                clusterIps(spec).stream().filter(this::mine).findFirst();
        if (clusterIp.isEmpty()) {
            return List.of();
        }
        List<ServicePort> ports = new ArrayList<>();
        for (io.fabric8.kubernetes.api.model.ServicePort port : spec.getPorts()) {
            String portName = Objects.requireNonNullElse(port.getName(), "");
            ports.add(new ServicePort(
                    service.getMetadata().getNamespace(),
                    service.getMetadata().getName(),
                    portName,
                    protocol(port.getProtocol()),
                    port.getPort(),
                    clusterIp.get(),
                    port.getNodePort() == null ? 0 : port.getNodePort(),
                    spec.getExternalIPs().stream().filter(this::mine).toList(),
                    loadBalancerIps(service),
                    spec.getLoadBalancerSourceRanges().stream()
                            .map(String::trim)
                            .filter(this::mine)
                            .toList(),
                    "Local".equals(spec.getInternalTrafficPolicy()),
                    "Local".equals(spec.getExternalTrafficPolicy()),
                    affinity(spec),
                    endpoints(slices, portName)));
        }
        return ports;
    }

    private static List<String> clusterIps(ServiceSpec spec) {
        return spec.getClusterIPs().isEmpty() ? List.of(spec.getClusterIP()) : spec.getClusterIPs();
    }

    private boolean mine(String address) {
        return IpFamily.of(address) == family;
    }

    private List<String> loadBalancerIps(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        return service.getStatus().getLoadBalancer().getIngress().stream()
                .filter(ingress ->
                        ingress.getIpMode() == null || ingress.getIpMode().equals(VIP))
                .map(LoadBalancerIngress::getIp)
                .filter(ip -> ip != null && !ip.isEmpty() && mine(ip))
                .toList();
    }

    private static Optional<Duration> affinity(ServiceSpec spec) {
        if (!"ClientIP".equals(spec.getSessionAffinity())) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofSeconds(spec.getSessionAffinityConfig().getClientIP().getTimeoutSeconds()));
    }

    /** One endpoint per address and port; a slice being replaced may list an address twice, the ready one counts. */
    private List<Endpoint> endpoints(List<EndpointSlice> slices, String portName) {
        Map<String, Endpoint> byAddress = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            for (EndpointPort port : slice.getPorts()) {
                if (port.getPort() == null
                        || !Objects.requireNonNullElse(port.getName(), "").equals(portName)) {
                    continue;
                }
                for (io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint : slice.getEndpoints()) {
                    if (endpoint.getAddresses().isEmpty()) {
                        continue;
                    }
                    Endpoint read = read(endpoint, port.getPort());
                    byAddress.merge(
                            read.ip() + " " + read.port(), read, (first, second) -> first.ready() ? first : second);
                }
            }
        }
        return byAddress.values().stream()
                .sorted(Comparator.comparing(Endpoint::ip).thenComparing(Endpoint::port))
                .toList();
    }

    private Endpoint read(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint, int port) {
        EndpointConditions conditions =
                Objects.requireNonNullElseGet(endpoint.getConditions(), EndpointConditions::new);
        boolean ready = conditions.getReady() == null || conditions.getReady();
        boolean serving = conditions.getServing() == null ? ready : conditions.getServing();
        boolean terminating = conditions.getTerminating() != null && conditions.getTerminating();
        return new Endpoint(
                endpoint.getAddresses().getFirst(),
                port,
                ready,
                serving,
                terminating,
                nodeName.equals(endpoint.getNodeName()));
    }

    private static String protocol(String protocol) {
        return protocol == null ? "tcp" : protocol.toLowerCase(java.util.Locale.ROOT);
    }

    private static String label(Map<String, String> labels, String key) {
        return labels == null ? null : labels.get(key);
    }
}
