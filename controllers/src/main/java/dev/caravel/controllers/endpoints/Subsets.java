package dev.caravel.controllers.endpoints;

import dev.caravel.controllers.pods.PodStates;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The subsets of an Endpoints object: addresses that have the same ports, together. Pure. */
final class Subsets {
    /** An Endpoints object lists no more addresses than this. */
    static final int MAX_ADDRESSES = 1000;

    private static final Comparator<EndpointPort> PORT_ORDER = Comparator.comparing(
                    EndpointPort::getName, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(EndpointPort::getPort)
            .thenComparing(EndpointPort::getProtocol);

    private record Member(EndpointAddress address, boolean ready) {}

    private Subsets() {}

    static List<EndpointSubset> of(Service service, Collection<Pod> pods) {
        Map<String, List<EndpointPort>> ports = new TreeMap<>();
        Map<String, List<Member>> members = new TreeMap<>();
        boolean publishAll = ServicePods.publishesNotReady(service);
        for (Pod pod : pods) {
            Optional<String> ip = address(service, pod);
            List<EndpointPort> own = ports(service, pod);
            boolean portless =
                    own.isEmpty() && !(service.getSpec().getPorts().isEmpty() && ServicePods.isHeadless(service));
            if (!ServicePods.isReachable(pod, publishAll) || ip.isEmpty() || portless) {
                continue;
            }
            String key = own.toString();
            ports.put(key, own);
            members.computeIfAbsent(key, _ -> new ArrayList<>())
                    .add(new Member(address(service, pod, ip.get()), publishAll || PodStates.isReady(pod)));
        }
        return members.entrySet().stream()
                .map(entry -> new EndpointSubsetBuilder()
                        .withAddresses(addresses(entry.getValue(), true))
                        .withNotReadyAddresses(addresses(entry.getValue(), false))
                        .withPorts(ports.get(entry.getKey()))
                        .build())
                .toList();
    }

    private static List<EndpointAddress> addresses(List<Member> members, boolean ready) {
        return members.stream()
                .filter(member -> member.ready() == ready)
                .map(Member::address)
                .sorted(Comparator.comparing(EndpointAddress::getIp)
                        .thenComparing(address -> address.getTargetRef().getUid()))
                .toList();
    }

    /** Endpoints have one address family: the service's first. */
    private static Optional<String> address(Service service, Pod pod) {
        List<String> families = service.getSpec().getIpFamilies();
        boolean six = !families.isEmpty() && families.getFirst().equals("IPv6");
        return ServicePods.addresses(pod).stream()
                .filter(ip -> ip.contains(":") == six)
                .findFirst();
    }

    private static EndpointAddress address(Service service, Pod pod, String ip) {
        return new EndpointAddressBuilder()
                .withIp(ip)
                .withHostname(ServicePods.hostname(service, pod).orElse(null))
                .withNodeName(PodStates.isAssigned(pod) ? pod.getSpec().getNodeName() : null)
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef()
                .build();
    }

    private static List<EndpointPort> ports(Service service, Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            OptionalInt target = ServicePods.targetPort(pod, port);
            target.ifPresent(number -> ports.add(new EndpointPortBuilder()
                    .withName(port.getName())
                    .withPort(number)
                    .withProtocol(ServicePods.protocol(port.getProtocol()))
                    .withAppProtocol(port.getAppProtocol())
                    .build()));
        }
        ports.sort(PORT_ORDER);
        return ports;
    }

    static int size(List<EndpointSubset> subsets) {
        return subsets.stream()
                .mapToInt(subset -> subset.getAddresses().size()
                        + subset.getNotReadyAddresses().size())
                .sum();
    }

    /** The first {@link #MAX_ADDRESSES}, ready ones before others. */
    static List<EndpointSubset> truncated(List<EndpointSubset> subsets) {
        int left = MAX_ADDRESSES;
        List<EndpointSubset> result = new ArrayList<>();
        for (EndpointSubset subset : subsets) {
            List<EndpointAddress> ready =
                    subset.getAddresses().stream().limit(left).toList();
            left -= ready.size();
            List<EndpointAddress> notReady =
                    subset.getNotReadyAddresses().stream().limit(left).toList();
            left -= notReady.size();
            result.add(new EndpointSubsetBuilder(subset)
                    .withAddresses(ready)
                    .withNotReadyAddresses(notReady)
                    .build());
        }
        return result;
    }
}
