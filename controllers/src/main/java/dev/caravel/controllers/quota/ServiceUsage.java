package dev.caravel.controllers.quota;

import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.Set;

/** What Services use: their count, node ports and load balancers. */
final class ServiceUsage implements Usage<Service> {
    private static final Set<String> MEASURED =
            Set.of("count/services", "services", "services.nodeports", "services.loadbalancers");

    @Override
    public boolean measures(String resourceName) {
        return MEASURED.contains(resourceName);
    }

    @Override
    public Amounts of(Service service) {
        boolean balanced = "LoadBalancer".equals(service.getSpec().getType());
        return new Amounts(Map.of(
                "count/services",
                ONE,
                "services",
                ONE,
                "services.loadbalancers",
                number(balanced ? 1 : 0),
                "services.nodeports",
                number(nodePorts(service, balanced))));
    }

    private static long nodePorts(Service service, boolean balanced) {
        boolean allocated = "NodePort".equals(service.getSpec().getType())
                || balanced && !Boolean.FALSE.equals(service.getSpec().getAllocateLoadBalancerNodePorts());
        if (allocated) {
            return service.getSpec().getPorts().size();
        }
        return balanced
                ? service.getSpec().getPorts().stream()
                        .filter(port -> port.getNodePort() != null && port.getNodePort() != 0)
                        .count()
                : 0;
    }

    private static Quantity number(long number) {
        return Quantity.of(number, QuantityFormat.DECIMAL_SI);
    }
}
