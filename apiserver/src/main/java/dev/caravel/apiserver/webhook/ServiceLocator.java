package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import io.vertx.core.net.SocketAddress;
import java.util.stream.StreamSupport;

/** Finds the address of a webhook's service as the cluster's own proxy has it. Thread-safe. */
public final class ServiceLocator {
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final int NOT_FOUND = 404;

    private final ObjectReader reader;

    public ServiceLocator(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    /** @throws WebhookException when the service is not there, has no such port, or no address */
    SocketAddress locate(ClientConfig.Service reference) throws WebhookException {
        ObjectNode service = reader.get(SERVICES, reference.namespace(), reference.name())
                .orElseThrow(
                        () -> new WebhookException("service \"%s\" not found".formatted(reference.name()), NOT_FOUND));
        JsonNode spec = service.path("spec");
        String host =
                switch (spec.path("type").asText("ClusterIP")) {
                    case "ClusterIP", "NodePort", "LoadBalancer" -> clusterIp(spec, reference);
                    // The ports of an external name are nobody's business here.
                    case "ExternalName" -> spec.path("externalName").asText();
                    case String other -> throw new WebhookException("unsupported service type \"%s\"".formatted(other));
                };
        return SocketAddress.inetSocketAddress(reference.port(), host);
    }

    private static String clusterIp(JsonNode spec, ClientConfig.Service reference) throws WebhookException {
        String address = spec.path("clusterIP").asText();
        if (address.equals("None")) {
            throw new WebhookException("cannot route to service with ClusterIP \"None\"");
        }
        boolean listed = StreamSupport.stream(spec.path("ports").spliterator(), false)
                .anyMatch(port -> port.path("port").asInt() == reference.port());
        if (!listed) {
            throw new WebhookException(
                    "no service port %d found for service \"%s\"".formatted(reference.port(), reference.name()));
        }
        return address;
    }
}
