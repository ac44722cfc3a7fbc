package dev.caravel.apiserver.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** The server and the credentials that a kubeconfig's current context names. */
record WebhookConfig(String url, HttpClientOptions clientOptions, Optional<String> token) {
    /** @throws IOException when it names no server, or a file cannot be read */
    static WebhookConfig read(Path file) throws IOException {
        JsonNode config = new YAMLMapper().readTree(Files.readString(file));
        JsonNode context = named(
                        config.path("contexts"), config.path("current-context").asText())
                .path("context");
        JsonNode cluster =
                named(config.path("clusters"), context.path("cluster").asText()).path("cluster");
        JsonNode user =
                named(config.path("users"), context.path("user").asText()).path("user");
        String url = cluster.path("server").asText();
        if (url.isEmpty()) {
            throw new IOException(file + ": invalid configuration: no server found for cluster");
        }
        HttpClientOptions options = new HttpClientOptions();
        boolean insecure = cluster.path("insecure-skip-tls-verify").asBoolean();
        options.setTrustAll(insecure).setVerifyHost(!insecure);
        Optional<Buffer> authority = data(file, cluster, "certificate-authority");
        authority.ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(pem)));
        Optional<Buffer> certificate = data(file, user, "client-certificate");
        Optional<Buffer> key = data(file, user, "client-key");
        if (certificate.isPresent() && key.isPresent()) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions().addCertValue(certificate.get()).addKeyValue(key.get()));
        }
        return new WebhookConfig(
                url, options, Optional.of(user.path("token").asText()).filter(token -> !token.isEmpty()));
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode each : list) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        return list.path(0);
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
