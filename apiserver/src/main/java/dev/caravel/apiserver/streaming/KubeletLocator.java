package dev.caravel.apiserver.streaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;

/** Finds a node's kubelet by what the node tells of itself. Thread-safe. */
public final class KubeletLocator {
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final int DEFAULT_PORT = 10250;

    private final ObjectReader objects;
    private final List<String> preferredAddressTypes;

    /** @param preferredAddressTypes {@code --kubelet-preferred-address-types}, best first */
    public KubeletLocator(ObjectReader objects, List<String> preferredAddressTypes) {
        this.objects = objects;
        this.preferredAddressTypes = List.copyOf(preferredAddressTypes);
    }

    /** @throws dev.caravel.apiserver.status.ApiException when there is no such node, or it has no address */
    public KubeletAddress locate(String nodeName) {
        ObjectNode node = objects.get(NODES, "", nodeName).orElseThrow(() -> Statuses.notFound(NODES, nodeName));
        JsonNode status = node.path("status");
        int port = status.path("daemonEndpoints")
                .path("kubeletEndpoint")
                .path("Port")
                .asInt(DEFAULT_PORT);
        for (String type : preferredAddressTypes) {
            for (JsonNode address : status.path("addresses")) {
                if (address.path("type").asText().equals(type)) {
                    return new KubeletAddress(address.path("address").asText(), port);
                }
            }
        }
        throw Statuses.internal("no preferred addresses found; known addresses: " + status.path("addresses"));
    }
}
