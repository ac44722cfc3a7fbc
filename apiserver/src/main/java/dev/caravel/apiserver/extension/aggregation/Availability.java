package dev.caravel.apiserver.extension.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import java.util.List;
import java.util.Optional;

/** The condition Available of an APIService, and what can be said of it without asking the server itself. Pure. */
record Availability(String status, String reason, String message) {
    static final Availability LOCAL = new Availability("True", "Local", "Local APIServices are always available");
    static final Availability PASSED = new Availability("True", "Passed", "all checks passed");

    static Availability failedDiscovery(String message) {
        return unavailable("FailedDiscoveryCheck", message);
    }

    private static Availability unavailable(String reason, String message) {
        return new Availability("False", reason, message);
    }

    /** Why a service cannot be reached; empty when the server behind it may be asked. */
    static Optional<Availability> obstacle(
            ServiceReference reference, Optional<ObjectNode> service, List<ObjectNode> endpointSlices) {
        String name = "service/%s in \"%s\"".formatted(reference.name(), reference.namespace());
        if (service.isEmpty()) {
            return Optional.of(unavailable("ServiceNotFound", name + " is not present"));
        }
        if (!service.get().at("/spec/type").asText("ClusterIP").equals("ClusterIP")) {
            return Optional.empty();
        }
        Optional<String> portName = portName(service.get(), reference.port());
        if (portName.isEmpty()) {
            return Optional.of(unavailable("ServicePortError", name + " is not listening on port " + reference.port()));
        }
        if (endpointSlices.isEmpty()) {
            return Optional.of(unavailable("EndpointsNotFound", "cannot find endpointslices for " + name));
        }
        return endpointSlices.stream().anyMatch(slice -> serves(slice, portName.get()))
                ? Optional.empty()
                : Optional.of(unavailable(
                        "MissingEndpoints",
                        "endpointslices for %s have no addresses with port name \"%s\""
                                .formatted(name, portName.get())));
    }

    private static Optional<String> portName(ObjectNode service, int number) {
        for (JsonNode port : service.at("/spec/ports")) {
            if (port.path("port").asInt() == number) {
                return Optional.of(port.path("name").asText());
            }
        }
        return Optional.empty();
    }

    private static boolean serves(ObjectNode slice, String portName) {
        boolean ready = false;
        for (JsonNode endpoint : slice.path("endpoints")) {
            ready |= endpoint.at("/conditions/ready").asBoolean(true);
        }
        boolean listening = false;
        for (JsonNode port : slice.path("ports")) {
            listening |= port.path("name").asText().equals(portName)
                    && port.path("port").isNumber();
        }
        return ready && listening;
    }

    /** In place; false when the object says so already. */
    boolean writeTo(ObjectNode apiService, String now) {
        ObjectNode known = condition(apiService);
        if (known.path("status").asText().equals(status)
                && known.path("reason").asText().equals(reason)
                && known.path("message").asText().equals(message)) {
            return false;
        }
        if (!known.path("status").asText().equals(status)) {
            known.put("lastTransitionTime", now);
        }
        known.put("type", "Available")
                .put("status", status)
                .put("reason", reason)
                .put("message", message);
        return true;
    }

    private static ObjectNode condition(ObjectNode apiService) {
        for (JsonNode condition : apiService.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Available")) {
                return (ObjectNode) condition;
            }
        }
        return apiService.withObject("/status").withArray("conditions").addObject();
    }
}
