package dev.caravel.apiserver.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A {@code WebhookClientConfig}: where a webhook is, and whose certificates it is trusted by.
 *
 * @param url empty when it is a service
 * @param caBundle PEM in base64; empty for the system's roots
 */
public record ClientConfig(Optional<String> url, Optional<Service> service, String caBundle) {
    private static final int DEFAULT_PORT = 443;

    /** @param path with a slash at its beginning */
    public record Service(String namespace, String name, int port, String path) {
        /** The name in the webhook's certificate. */
        String host() {
            return name + "." + namespace + ".svc";
        }
    }

    public static ClientConfig of(JsonNode config) {
        return new ClientConfig(
                Optional.ofNullable(config.path("url").textValue()),
                service(config.path("service")),
                config.path("caBundle").asText());
    }

    private static Optional<Service> service(JsonNode service) {
        if (!service.isObject()) {
            return Optional.empty();
        }
        String path = service.path("path").asText();
        return Optional.of(new Service(
                service.path("namespace").asText(),
                service.path("name").asText(),
                service.path("port").asInt(DEFAULT_PORT),
                path.startsWith("/") ? path : "/" + path));
    }

    /** The URL to post to, which for a service has its name in the cluster. */
    String address() {
        return url.map(ClientConfig::withPath)
                .or(() -> service.map(it -> "https://" + it.host() + ":" + it.port() + it.path()))
                .orElse("");
    }

    private static String withPath(String url) {
        int host = url.indexOf("://") + 3;
        return url.indexOf('/', host) < 0 ? url + "/" : url;
    }
}
