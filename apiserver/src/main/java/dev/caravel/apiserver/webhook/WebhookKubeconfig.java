package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The server and the credentials that a webhook's kubeconfig names by its current context. Immutable.
 *
 * @param authorization the value of the {@code Authorization} header
 */
public record WebhookKubeconfig(String url, HttpClientOptions clientOptions, Optional<String> authorization) {
    /** What this server cannot do for a webhook; without it the webhook would not be asked as it should be. */
    private static final List<String> UNSUPPORTED = List.of("exec", "auth-provider", "proxy-url", "tls-server-name");

    public WebhookKubeconfig {
        requireNonNull(url, "url is null");
        requireNonNull(clientOptions, "clientOptions is null");
        requireNonNull(authorization, "authorization is null");
    }

    /** @throws IOException when it names no server, or a file cannot be read */
    public static WebhookKubeconfig read(Path file) throws IOException {
        JsonNode config = parse(file);
        String current = config.path("current-context").asText();
        JsonNode context = named(config.path("contexts"), current).path("context");
        if (!current.isEmpty() && context.isMissingNode()) {
            throw invalid(file, "context was not found for specified context: " + current);
        }
        String clusterName = context.path("cluster").asText();
        JsonNode cluster = named(config.path("clusters"), clusterName).path("cluster");
        JsonNode user =
                named(config.path("users"), context.path("user").asText()).path("user");
        String server = cluster.path("server").asText();
        if (server.isEmpty()) {
            throw invalid(file, "no server found for cluster \"%s\"".formatted(clusterName));
        }
        for (String field : UNSUPPORTED) {
            if (cluster.hasNonNull(field) || user.hasNonNull(field)) {
                throw invalid(file, field + " is not supported for webhooks");
            }
        }
        String url = server.contains("://") ? server : "http://" + server;
        return new WebhookKubeconfig(url, options(file, cluster, user), authorization(file, user));
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IOException("%s: error loading config file: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private static IOException invalid(Path file, String why) {
        return new IOException("%s: invalid configuration: %s".formatted(file, why));
    }

    private static HttpClientOptions options(Path file, JsonNode cluster, JsonNode user) throws IOException {
        boolean insecure = cluster.path("insecure-skip-tls-verify").asBoolean();
        HttpClientOptions options =
                new HttpClientOptions().setTrustAll(insecure).setVerifyHost(!insecure);
        data(file, cluster, "certificate-authority")
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        Optional<Buffer> certificate = data(file, user, "client-certificate");
        Optional<Buffer> key = data(file, user, "client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw invalid(file, "a client certificate and its key must both be specified");
        }
        if (certificate.isPresent()) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions().addCertValue(certificate.get()).addKeyValue(key.get()));
        }
        return options;
    }

    private static Optional<String> authorization(Path file, JsonNode user) throws IOException {
        List<String> found = new ArrayList<>();
        String token = user.path("token").asText();
        String tokenFile = user.path("tokenFile").asText();
        if (!tokenFile.isEmpty()) {
            token = Files.readString(file.resolveSibling(tokenFile)).strip();
        }
        if (!token.isEmpty()) {
            found.add("Bearer " + token);
        }
        if (!user.path("username").asText().isEmpty()) {
            String pair =
                    user.path("username").asText() + ":" + user.path("password").asText();
            found.add("Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        if (found.size() > 1) {
            throw invalid(file, "more than one authentication method found; only one is allowed");
        }
        return found.stream().findFirst();
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode each : list) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        return name.isEmpty() ? list.path(0) : list.path(-1);
    }

    /** In the config itself, or in a file beside it. */
    private static Optional<Buffer> data(Path config, JsonNode of, String field) throws IOException {
        String inline = of.path(field + "-data").asText();
        if (!inline.isEmpty()) {
            return Optional.of(Buffer.buffer(Base64.getDecoder().decode(inline)));
        }
        String path = of.path(field).asText();
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(Buffer.buffer(Files.readAllBytes(config.resolveSibling(path))));
    }
}
