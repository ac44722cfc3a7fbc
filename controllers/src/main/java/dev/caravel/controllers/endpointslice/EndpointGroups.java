package dev.caravel.controllers.endpointslice;

import dev.caravel.controllers.endpoints.ServicePods;
import dev.caravel.controllers.pods.PodStates;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The endpoints that a service should have in one address family, by the ports they have in common. Pure. */
final class EndpointGroups {
    private EndpointGroups() {}

    static Map<List<EndpointPort>, List<Endpoint>> of(
            Service service, String addressType, Collection<Pod> pods, Function<String, Optional<Node>> nodes) {
        Map<List<EndpointPort>, List<Endpoint>> groups = new LinkedHashMap<>();
        for (Pod pod : pods) {
            if (!ServicePods.isReachable(pod, true)) {
                continue;
            }
            List<String> addresses = ServicePods.addresses(pod).stream()
                    .filter(ip -> ip.contains(":") == addressType.equals("IPv6"))
                    .toList();
            List<EndpointPort> ports = ports(service, pod);
            boolean noPortNeeded = service.getSpec().getPorts().isEmpty() && ServicePods.isHeadless(service);
            if (!addresses.isEmpty() && (!ports.isEmpty() || noPortNeeded)) {
                groups.computeIfAbsent(ports, _ -> new ArrayList<>()).add(endpoint(service, pod, addresses, nodes));
            }
        }
        return groups;
    }

    private static Endpoint endpoint(
            Service service, Pod pod, List<String> addresses, Function<String, Optional<Node>> nodes) {
        boolean serving = PodStates.isReady(pod);
        boolean terminating = PodStates.isTerminating(pod);
        EndpointBuilder endpoint = new EndpointBuilder()
                .withAddresses(addresses)
                .withNewConditions()
                .withReady(ServicePods.publishesNotReady(service) || (serving && !terminating))
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions()
                .withHostname(ServicePods.hostname(service, pod).orElse(null))
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef();
        if (PodStates.isAssigned(pod)) {
            endpoint.withNodeName(pod.getSpec().getNodeName());
            endpoint.withZone(nodes.apply(pod.getSpec().getNodeName())
                    .map(EndpointGroups::zone)
                    .orElse(null));
        }
        return endpoint.build();
    }

    static String zone(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? null : labels.get("topology.kubernetes.io/zone");
    }

    private static List<EndpointPort> ports(Service service, Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            OptionalInt target = ServicePods.targetPort(pod, port);
            target.ifPresent(number -> ports.add(new EndpointPortBuilder()
                    .withName(port.getName() == null ? "" : port.getName())
                    .withPort(number)
                    .withProtocol(ServicePods.protocol(port.getProtocol()))
                    .withAppProtocol(port.getAppProtocol())
                    .build()));
        }
        ports.sort(Comparator.comparing(EndpointPort::getName).thenComparing(EndpointPort::getPort));
        return List.copyOf(ports);
    }
}
