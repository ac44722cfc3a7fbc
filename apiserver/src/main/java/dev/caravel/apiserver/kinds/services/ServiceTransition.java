package dev.caravel.apiserver.kinds.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divines what a client means that changes some of a Service's linked fields and leaves the others as they were, or out.
 * A value is only filled in or cleared when the client did not change it itself: otherwise validation is to refuse it.
 */
final class ServiceTransition {
    private final ServiceView service;
    private final ServiceView old;

    ServiceTransition(ServiceView service, ServiceView old) {
        this.service = service;
        this.old = old;
    }

    /** Old clients know only the single field. */
    static void pairClusterIps(ServiceView service) {
        if (!service.clusterIp().isEmpty() && service.clusterIps().isEmpty()) {
            service.setTexts("clusterIPs", List.of(service.clusterIp()));
        }
    }

    void apply() {
        keepWhatWasAllocated();
        pairClusterIps();
        clearWhatTheTypeHasNoUseFor();
    }

    private void pairClusterIps() {
        boolean sameList = service.clusterIps().equals(old.clusterIps());
        boolean same = service.clusterIp().equals(old.clusterIp());
        if (same && service.clusterIps().isEmpty()) {
            service.setTexts("clusterIPs", old.clusterIps());
        } else if (!same && sameList) {
            service.setTexts("clusterIPs", service.clusterIp().isEmpty() ? List.of() : List.of(service.clusterIp()));
        }
    }

    private void keepWhatWasAllocated() {
        if (old.needsClusterIp() && service.needsClusterIp()) {
            if (service.clusterIp().isEmpty()) {
                service.setText("clusterIP", old.clusterIp());
            }
            if (service.clusterIps().isEmpty()) {
                service.setTexts("clusterIPs", old.clusterIps());
            }
        }
        if (old.allocatesNodePorts() && service.allocatesNodePorts()) {
            keepNodePorts();
        }
        if (old.needsHealthCheckPort() && service.needsHealthCheckPort() && service.healthCheckPort() == 0) {
            setHealthCheckPort(old.healthCheckPort());
        }
    }

    private void keepNodePorts() {
        Set<Integer> usedInBoth = new HashSet<>(old.nodePorts());
        usedInBoth.retainAll(service.nodePorts());
        Map<String, Integer> byName = new HashMap<>();
        old.ports().forEach(port -> byName.put(port.path("name").asText(), ServiceView.nodePort(port)));
        for (ObjectNode port : service.ports()) {
            int before = byName.getOrDefault(port.path("name").asText(), 0);
            if (ServiceView.nodePort(port) == 0 && before != 0 && !usedInBoth.contains(before)) {
                port.put("nodePort", before);
            }
        }
    }

    private void clearWhatTheTypeHasNoUseFor() {
        if (old.needsClusterIp() && !service.needsClusterIp()) {
            if (service.clusterIp().equals(old.clusterIp())
                    && service.clusterIps().equals(old.clusterIps())) {
                service.setClusterIps(List.of());
            }
            if (service.families().equals(old.families())) {
                service.setTexts("ipFamilies", List.of());
            }
            clearIfSame("ipFamilyPolicy");
            clearIfSame("internalTrafficPolicy");
        }
        if (old.usesNodePorts() && !service.usesNodePorts() && old.nodePorts().containsAll(service.nodePorts())) {
            service.ports().forEach(port -> port.remove("nodePort"));
        }
        if (old.needsHealthCheckPort()
                && !service.needsHealthCheckPort()
                && old.healthCheckPort() == service.healthCheckPort()) {
            setHealthCheckPort(0);
        }
        if (isLoadBalancer(old) && !isLoadBalancer(service)) {
            clearIfSame("allocateLoadBalancerNodePorts");
            clearIfSame("loadBalancerClass");
        }
        if (old.isExternallyAccessible() && !service.isExternallyAccessible()) {
            clearIfSame("externalTrafficPolicy");
        }
        if (!isLoadBalancer(service)) {
            service.object().withObject("/status").putObject("loadBalancer");
        }
    }

    private static boolean isLoadBalancer(ServiceView service) {
        return service.type().equals("LoadBalancer");
    }

    private void clearIfSame(String field) {
        if (service.spec().path(field).equals(old.object().path("spec").path(field))) {
            service.spec().remove(field);
        }
    }

    private void setHealthCheckPort(int port) {
        if (port == 0) {
            service.spec().remove("healthCheckNodePort");
        } else {
            service.spec().put("healthCheckNodePort", port);
        }
    }
}
