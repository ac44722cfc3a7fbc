package dev.caravel.apiserver.bootstrap;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Optional;

/** The Service {@code default/kubernetes}, by which pods reach the API, and its endpoints: this server. */
public final class KubernetesService {
    private static final String NAMESPACE = "default";
    private static final String NAME = "kubernetes";
    private static final int SERVICE_PORT = 443;
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource ENDPOINTS = new GroupResource("", "endpoints");
    private static final GroupResource SLICES = new GroupResource("discovery.k8s.io", "endpointslices");

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final ServerAddress server;

    /** @param serviceIp the first address of the service range */
    public record ServerAddress(String serviceIp, String advertisedIp, int port) {
        public ServerAddress {
            requireNonNull(serviceIp, "serviceIp is null");
            requireNonNull(advertisedIp, "advertisedIp is null");
        }

        /** @param serviceRange the first of {@code --service-cluster-ip-range} */
        public static ServerAddress of(String serviceRange, String advertisedIp, int port) {
            return new ServerAddress(ServiceRange.firstAddress(serviceRange), advertisedIp, port);
        }
    }

    public KubernetesService(ObjectReader reader, ObjectWriter writer, ServerAddress server) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.server = requireNonNull(server, "server is null");
    }

    /** Makes all three what they should be. */
    public void ensure() {
        if (reader.getLatest(SERVICES, NAMESPACE, NAME).isEmpty()) {
            createUnlessExists(SERVICES, service());
        }
        ensure(ENDPOINTS, endpoints(), "subsets");
        ensure(SLICES, slice(), "endpoints");
    }

    private void ensure(GroupResource resource, ObjectNode wanted, String field) {
        Optional<ObjectNode> present = reader.getLatest(resource, NAMESPACE, NAME);
        if (present.isEmpty()) {
            createUnlessExists(resource, wanted);
        } else if (!addresses(present.get().path(field)).equals(addresses(wanted.path(field)))) {
            writer.mutate(resource, NAMESPACE, NAME, object -> {
                object.set(field, wanted.get(field));
                if (wanted.has("ports")) {
                    object.set("ports", wanted.get("ports"));
                }
                return object;
            });
        }
    }

    /** The addresses alone, for defaults fill in the rest. */
    private static String addresses(JsonNode field) {
        return field.findValuesAsText("ip") + field.findValues("addresses").toString();
    }

    private void createUnlessExists(GroupResource resource, ObjectNode object) {
        writer.createUnlessPresent(resource, NAMESPACE, object);
    }

    ObjectNode service() {
        ObjectNode service = object("Service", "v1");
        service.withObject("/metadata/labels").put("component", "apiserver").put("provider", "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("type", "ClusterIP").put("clusterIP", server.serviceIp()).put("sessionAffinity", "None");
        spec.put("ipFamilyPolicy", "SingleStack");
        spec.putArray("clusterIPs").add(server.serviceIp());
        spec.putArray("ports")
                .addObject()
                .put("name", "https")
                .put("protocol", "TCP")
                .put("port", SERVICE_PORT)
                .put("targetPort", server.port());
        return service;
    }

    ObjectNode endpoints() {
        ObjectNode endpoints = object("Endpoints", "v1");
        endpoints.withObject("/metadata/labels").put("endpointslice.kubernetes.io/skip-mirror", "true");
        ObjectNode subset = endpoints.putArray("subsets").addObject();
        subset.putArray("addresses").addObject().put("ip", server.advertisedIp());
        subset.putArray("ports").addObject().setAll(port());
        return endpoints;
    }

    ObjectNode slice() {
        ObjectNode slice = object("EndpointSlice", "discovery.k8s.io/v1");
        slice.withObject("/metadata/labels").put("kubernetes.io/service-name", NAME);
        slice.put("addressType", server.advertisedIp().contains(":") ? "IPv6" : "IPv4");
        ObjectNode endpoint = slice.putArray("endpoints").addObject();
        endpoint.putArray("addresses").add(server.advertisedIp());
        endpoint.putObject("conditions").put("ready", true);
        slice.putArray("ports").addObject().setAll(port());
        return slice;
    }

    private ObjectNode port() {
        return JsonCodec.object()
                .put("name", "https")
                .put("port", server.port())
                .put("protocol", "TCP");
    }

    private static ObjectNode object(String kind, String apiVersion) {
        ObjectNode object = JsonCodec.object().put("kind", kind).put("apiVersion", apiVersion);
        object.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE);
        return object;
    }
}
