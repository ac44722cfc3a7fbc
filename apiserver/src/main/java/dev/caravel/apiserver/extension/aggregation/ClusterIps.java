package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.status.Statuses;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;

/** Finds the address of a service as the cluster's own proxy has it. Thread-safe. */
final class ClusterIps implements Function<ServiceReference, SocketAddress> {
    private final ObjectReader reader;

    ClusterIps(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public SocketAddress apply(ServiceReference reference) {
        ObjectNode service = reader.get(AvailabilityController.SERVICES, reference.namespace(), reference.name())
                .orElseThrow(() -> Statuses.notFound(AvailabilityController.SERVICES, reference.name()));
        String host = service.at("/spec/type").asText().equals("ExternalName")
                ? service.at("/spec/externalName").asText()
                : service.at("/spec/clusterIP").asText();
        if (host.isEmpty() || host.equals("None")) {
            throw Statuses.serviceUnavailable("no cluster IP for service \"%s\"".formatted(reference.name()));
        }
        return SocketAddress.inetSocketAddress(reference.port(), host);
    }
}
