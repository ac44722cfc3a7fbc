package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.machinery.quantity.Quantity;
import dev.caravel.machinery.quantity.QuantityFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What Services use: their count, node ports and load balancers. */
final class ServiceUsage implements UsageEvaluator {
    private static final String COUNT = "count/services";
    private static final String SERVICES = "services";
    private static final String NODE_PORTS = "services.nodeports";
    private static final String LOAD_BALANCERS = "services.loadbalancers";
    private static final Set<String> MEASURED = Set.of(COUNT, SERVICES, NODE_PORTS, LOAD_BALANCERS);

    @Override
    public boolean measures(String resourceName) {
        return MEASURED.contains(resourceName);
    }

    /** The type of a Service may change. */
    @Override
    public boolean handles(AdmissionRequest request) {
        return request.subresource().isEmpty()
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
    }

    @Override
    public ResourceAmounts usage(JsonNode service) {
        String type = service.at("/spec/type").asText();
        return new ResourceAmounts(Map.of(
                COUNT,
                ResourceAmounts.ONE,
                SERVICES,
                ResourceAmounts.ONE,
                LOAD_BALANCERS,
                number(type.equals("LoadBalancer") ? 1 : 0),
                NODE_PORTS,
                number(nodePorts(type, service.path("spec")))));
    }

    /** By intent: the ports are not allocated yet. */
    private static long nodePorts(String type, JsonNode spec) {
        boolean allocated = type.equals("NodePort")
                || type.equals("LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
        if (allocated) {
            return spec.path("ports").size();
        }
        return type.equals("LoadBalancer")
                ? StreamSupport.stream(spec.path("ports").spliterator(), false)
                        .filter(port -> port.path("nodePort").asInt() != 0)
                        .count()
                : 0;
    }

    private static Quantity number(long number) {
        return Quantity.of(number, QuantityFormat.DECIMAL_SI);
    }
}
