package dev.caravel.controllers.endpoints;

import dev.caravel.controllers.ownership.LabelMatch;
import dev.caravel.controllers.pods.PodStates;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How services and the pods behind them belong together. */
public final class ServicePods {
    private ServicePods() {}

    /** Whether endpoints are made for a service: it selects pods, and is not a mere name. */
    public static boolean hasEndpoints(Service service) {
        return service.getSpec().getSelector() != null
                && !service.getSpec().getSelector().isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    public static boolean selects(Service service, Pod pod) {
        return selects(service, LabelMatch.labels(pod));
    }

    public static boolean selects(Service service, Map<String, String> labels) {
        return hasEndpoints(service)
                && labels.entrySet().containsAll(service.getSpec().getSelector().entrySet());
    }

    /** A pod has endpoints as long as it has addresses and has not ended. */
    public static boolean isReachable(Pod pod, boolean alsoTerminating) {
        return !PodStates.isEnded(pod)
                && !addresses(pod).isEmpty()
                && (alsoTerminating || !PodStates.isTerminating(pod));
    }

    /** A pod's addresses, of all families. */
    public static List<String> addresses(Pod pod) {
        if (pod.getStatus() == null) {
            return List.of();
        }
        if (pod.getStatus().getPodIPs().isEmpty()) {
            return Stream.ofNullable(pod.getStatus().getPodIP())
                    .filter(ip -> !ip.isEmpty())
                    .toList();
        }
        return pod.getStatus().getPodIPs().stream().map(PodIP::getIp).toList();
    }

    public static boolean isHeadless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    public static boolean publishesNotReady(Service service) {
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    }

    /** The hostname under which DNS knows the pod within the service. */
    public static Optional<String> hostname(Service service, Pod pod) {
        return service.getMetadata().getName().equals(pod.getSpec().getSubdomain())
                ? Optional.ofNullable(pod.getSpec().getHostname()).filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    /** The pod's port behind a service's; empty when the pod has none of that name. */
    public static OptionalInt targetPort(Pod pod, ServicePort port) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return OptionalInt.of(port.getPort());
        }
        if (target.getIntVal() != null) {
            return OptionalInt.of(target.getIntVal() == 0 ? port.getPort() : target.getIntVal());
        }
        return Stream.concat(
                        pod.getSpec().getContainers().stream(),
                        pod.getSpec().getInitContainers().stream().filter(ServicePods::isSidecar))
                .flatMap(container -> container.getPorts().stream())
                .filter(candidate -> target.getStrVal().equals(candidate.getName())
                        && protocol(candidate.getProtocol()).equals(protocol(port.getProtocol())))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst();
    }

    private static boolean isSidecar(Container container) {
        return "Always".equals(container.getRestartPolicy());
    }

    public static String protocol(String protocol) {
        return protocol == null ? "TCP" : protocol;
    }
}
