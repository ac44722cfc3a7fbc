package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import io.vertx.core.net.SocketAddress;

/** Finds the address of a webhook's service as the cluster's own proxy has it. Thread-safe. */
public final class ServiceLocator {
    private static final GroupResource SERVICES = new GroupResource("", "services");

    private final ObjectReader reader;

    public ServiceLocator(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    SocketAddress locate(ClientConfig.Service reference) throws WebhookException {
        ObjectNode service = reader.get(SERVICES, reference.namespace(), reference.name())
                .orElseThrow(() -> new WebhookException("service \"%s\" not found".formatted(reference.name())));
        String host = service.at("/spec/type").asText().equals("ExternalName")
                ? service.at("/spec/externalName").asText()
                : service.at("/spec/clusterIP").asText();
        if (host.isEmpty() || host.equals("None")) {
            throw new WebhookException("no cluster IP for service \"%s\"".formatted(reference.name()));
        }
        return SocketAddress.inetSocketAddress(reference.port(), host);
    }
}
