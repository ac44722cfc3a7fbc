package dev.caravel.apiserver.extension.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Who serves a group and version.
 *
 * @param service absent when this server itself does
 * @param caBundle PEM in base64; empty for the system's roots
 * @param available what the status says
 */
record ApiService(
        String name,
        GroupVersion groupVersion,
        Optional<ServiceReference> service,
        boolean insecureSkipTlsVerify,
        String caBundle,
        int groupPriorityMinimum,
        int versionPriority,
        boolean available) {
    private static final int DEFAULT_PORT = 443;

    /** A port of a service. */
    record ServiceReference(String namespace, String name, int port) {
        /** The name in the server's certificate. */
        String host() {
            return name + "." + namespace + ".svc";
        }
    }

    static ApiService of(ObjectNode object) {
        JsonNode spec = object.path("spec");
        return new ApiService(
                object.at("/metadata/name").asText(),
                new GroupVersion(
                        spec.path("group").asText(), spec.path("version").asText()),
                service(spec.path("service")),
                spec.path("insecureSkipTLSVerify").asBoolean(),
                spec.path("caBundle").asText(),
                spec.path("groupPriorityMinimum").asInt(),
                spec.path("versionPriority").asInt(),
                isAvailable(object));
    }

    private static Optional<ServiceReference> service(JsonNode service) {
        return service.isObject()
                ? Optional.of(new ServiceReference(
                        service.path("namespace").asText(),
                        service.path("name").asText(),
                        service.path("port").asInt(DEFAULT_PORT)))
                : Optional.empty();
    }

    private static boolean isAvailable(ObjectNode object) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Available")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
