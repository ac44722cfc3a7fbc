package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/** Finds any ready endpoint of a service, where cluster IPs lead nowhere: {@code --enable-aggregator-routing}. Thread-safe. */
final class EndpointIps implements Function<ServiceReference, SocketAddress> {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final ObjectReader reader;
    private final RandomGenerator random;

    EndpointIps(ObjectReader reader, RandomGenerator random) {
        this.reader = requireNonNull(reader, "reader is null");
        this.random = requireNonNull(random, "random is null");
    }

    @Override
    public SocketAddress apply(ServiceReference reference) {
        String port = portName(reference);
        List<SocketAddress> ready = new ArrayList<>();
        for (ObjectNode slice : reader.list(AvailabilityController.ENDPOINT_SLICES, reference.namespace())) {
            if (slice.path("metadata")
                    .path("labels")
                    .path(SERVICE_NAME)
                    .asText()
                    .equals(reference.name())) {
                addReady(slice, port, ready);
            }
        }
        if (ready.isEmpty()) {
            throw Statuses.serviceUnavailable("no endpoints available for service \"%s\"".formatted(reference.name()));
        }
        return ready.get(random.nextInt(ready.size()));
    }

    private String portName(ServiceReference reference) {
        ObjectNode service = reader.get(AvailabilityController.SERVICES, reference.namespace(), reference.name())
                .orElseThrow(() -> Statuses.notFound(AvailabilityController.SERVICES, reference.name()));
        if (service.at("/spec/type").asText().equals("ExternalName")) {
            throw Statuses.serviceUnavailable("unsupported service type \"ExternalName\"");
        }
        return StreamSupport.stream(service.at("/spec/ports").spliterator(), false)
                .filter(port -> port.path("port").asInt() == reference.port())
                .findFirst()
                .orElseThrow(() -> Statuses.serviceUnavailable(
                        "no service port %d found for service \"%s\"".formatted(reference.port(), reference.name())))
                .path("name")
                .asText();
    }

    private static void addReady(ObjectNode slice, String portName, List<SocketAddress> ready) {
        for (JsonNode port : slice.path("ports")) {
            if (!port.path("name").asText().equals(portName)) {
                continue;
            }
            for (JsonNode endpoint : slice.path("endpoints")) {
                if (endpoint.path("conditions").path("ready").asBoolean(true)) {
                    endpoint.path("addresses")
                            .forEach(address -> ready.add(SocketAddress.inetSocketAddress(
                                    port.path("port").asInt(), address.asText())));
                }
            }
        }
    }
}
