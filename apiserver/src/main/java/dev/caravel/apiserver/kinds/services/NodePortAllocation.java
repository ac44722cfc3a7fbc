package dev.caravel.apiserver.kinds.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.status.Statuses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives the ports of a Service their node ports, and a load balancer its health check port. */
final class NodePortAllocation {
    private final Reservation<Integer> ports;

    NodePortAllocation(Reservation<Integer> ports) {
        this.ports = ports;
    }

    void allocate(ServiceView service, Optional<ServiceView> old) {
        Set<Integer> held = old.filter(ServiceView::usesNodePorts)
                .map(ServiceView::nodePorts)
                .orElse(Set.of());
        if (service.usesNodePorts()) {
            if (old.isPresent()) {
                update(service, held);
            } else {
                create(service);
            }
            held.stream().filter(port -> !service.nodePorts().contains(port)).forEach(ports::releaseLater);
        } else {
            held.forEach(ports::releaseLater);
        }
        allocateHealthCheckPort(service, old);
    }

    /** Ports of one number (say, TCP and UDP 53) share their node port. */
    private void create(ServiceView service) {
        Map<Integer, Integer> byPort = new HashMap<>();
        List<ObjectNode> list = service.ports();
        for (int i = 0; i < list.size(); i++) {
            ObjectNode port = list.get(i);
            int number = port.path("port").asInt();
            int wanted = ServiceView.nodePort(port);
            if (wanted == 0 && !service.allocatesNodePorts()) {
                continue;
            }
            Integer shared = byPort.get(number);
            if (shared == null) {
                int requested = requested(list, number);
                int given = requested == 0 ? takeAny() : take(service, i, requested);
                byPort.put(number, given);
                if (wanted == 0 || wanted == given) {
                    port.put("nodePort", given);
                } else {
                    take(service, i, wanted);
                }
            } else if (wanted == 0) {
                port.put("nodePort", shared);
            } else if (wanted != shared) {
                take(service, i, wanted);
            }
        }
    }

    private static int requested(List<ObjectNode> list, int number) {
        return list.stream()
                .filter(port -> port.path("port").asInt() == number)
                .mapToInt(ServiceView::nodePort)
                .filter(port -> port != 0)
                .findFirst()
                .orElse(0);
    }

    private void update(ServiceView service, Set<Integer> held) {
        Set<Integer> mine = new HashSet<>(held);
        List<ObjectNode> list = service.ports();
        for (int i = 0; i < list.size(); i++) {
            int wanted = ServiceView.nodePort(list.get(i));
            if (wanted == 0) {
                if (service.allocatesNodePorts()) {
                    list.get(i).put("nodePort", takeAny());
                }
            } else if (mine.add(wanted)) {
                take(service, i, wanted);
            }
        }
    }

    private int take(ServiceView service, int index, int port) {
        Optional<String> problem = problem(port);
        if (problem.isPresent()) {
            throw Statuses.invalid(
                    "",
                    "Service",
                    service.name(),
                    List.of(FieldError.invalid(
                            "spec.ports[%d].nodePort".formatted(index), Integer.toString(port), problem.get())));
        }
        return port;
    }

    /** Takes the port, or tells why that is not possible. */
    private Optional<String> problem(int port) {
        if (!ports.inRange(port)) {
            return Optional.of("provided port is not in the valid range. The range of valid ports is " + ports.range());
        }
        return ports.take(port) ? Optional.empty() : Optional.of("provided port is already allocated");
    }

    private int takeAny() {
        return ports.takeAny().orElseThrow(() -> Statuses.internal("failed to allocate a nodePort: range is full"));
    }

    private void allocateHealthCheckPort(ServiceView service, Optional<ServiceView> old) {
        boolean needed = old.filter(ServiceView::needsHealthCheckPort).isPresent();
        if (service.needsHealthCheckPort() && !needed) {
            int wanted = service.healthCheckPort();
            if (wanted == 0) {
                service.spec().put("healthCheckNodePort", takeAny());
            } else {
                problem(wanted).ifPresent(why -> {
                    throw Statuses.internal(
                            "failed to allocate requested HealthCheck NodePort %d: %s".formatted(wanted, why));
                });
            }
        } else if (needed && !service.needsHealthCheckPort()) {
            ports.releaseLater(old.orElseThrow().healthCheckPort());
        }
    }
}
