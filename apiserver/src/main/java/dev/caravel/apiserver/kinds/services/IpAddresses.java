package dev.caravel.apiserver.kinds.services;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import java.util.Optional;

/**
 * The IPAddress objects (KEP-1880): an address is named by one at most, which is what makes it one Service's, whichever API
 * server gave it. Thread-safe; blocks.
 */
final class IpAddresses implements Ledger<String> {
    static final GroupResource ADDRESSES = new GroupResource("networking.k8s.io", "ipaddresses");
    static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
    static final String ALLOCATOR = "ipallocator.k8s.io";

    private static final String FAMILY = "ipaddress.kubernetes.io/ip-family";
    private static final UserInfo SELF = UserInfo.of("system:apiserver", UserInfo.GROUP_MASTERS);

    private final ObjectReader reader;
    private final ObjectWriter writer;

    IpAddresses(ObjectReader reader, ObjectWriter writer) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    @Override
    public boolean enter(String address, ServiceView service) {
        return writer.createUnlessPresent(ADDRESSES, "", object(address, service))
                || find(address).filter(present -> isOf(present, service)).isPresent();
    }

    @Override
    public void strike(String address, ServiceView service) {
        find(address).filter(present -> isOf(present, service)).ifPresent(this::delete);
    }

    Optional<ObjectNode> find(String address) {
        return reader.getLatest(ADDRESSES, "", address);
    }

    /** Unless it has changed since, or is gone. */
    void delete(ObjectNode address) {
        ObjectNode options = JsonCodec.object();
        options.putObject("preconditions").set("uid", address.at("/metadata/uid"));
        try {
            writer.delete(ADDRESSES, "", address.at("/metadata/name").asText(), options, SELF);
        } catch (ApiException e) {
            if (e.status().code() != 404 && e.status().code() != 409) {
                throw e;
            }
        }
    }

    private static boolean isOf(JsonNode address, ServiceView service) {
        return parent(address).equals(Optional.of(service.key()));
    }

    /** The namespace and name of the Service that an address says it belongs to. */
    static Optional<String> parent(JsonNode address) {
        JsonNode parent = address.at("/spec/parentRef");
        boolean service = parent.path("group").asText().isEmpty()
                && parent.path("resource").asText().equals("services");
        return service
                ? Optional.of(parent.path("namespace").asText() + "/"
                        + parent.path("name").asText())
                : Optional.empty();
    }

    private static ObjectNode object(String address, ServiceView service) {
        ObjectNode object = JsonCodec.object().put("kind", "IPAddress").put("apiVersion", "networking.k8s.io/v1");
        object.putObject("metadata")
                .put("name", address)
                .putObject("labels")
                .put(FAMILY, IpText.familyOf(address))
                .put(MANAGED_BY, ALLOCATOR);
        object.putObject("spec")
                .putObject("parentRef")
                .put("resource", "services")
                .put("namespace", service.namespace())
                .put("name", service.name());
        return object;
    }
}
