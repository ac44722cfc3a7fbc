package dev.caravel.apiserver.storage.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Kms;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Provider;
import dev.caravel.machinery.role.DurationConverter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.TypeConversionException;

/** Reads providers of kind {@code kms}. For one configuration. */
final class KmsReader {
    static final Set<String> FIELDS = Set.of("apiVersion", "name", "endpoint", "timeout", "cachesize");

    private static final String UNIX = "unix";
    private static final String ABSTRACT = "/@";
    private static final String DEFAULT_TIMEOUT = "3s";
    private static final String V1 = "v1";
    private static final String V2 = "v2";

    private final List<FieldError> errors;
    private final Set<String> names = new HashSet<>();

    KmsReader(List<FieldError> errors) {
        this.errors = errors;
    }

    Optional<Provider> read(JsonNode kms, String path) {
        int before = errors.size();
        String name = name(kms, FieldPath.child(path, "name"));
        Duration timeout = timeout(kms, FieldPath.child(path, "timeout"));
        Optional<Path> socket = socket(kms.path("endpoint").asText(), FieldPath.child(path, "endpoint"));
        if (kms.has("cachesize")) {
            errors.add(FieldError.invalid(
                    FieldPath.child(path, "cachesize"),
                    kms.get("cachesize").asText(),
                    "cachesize is not supported in v2"));
        }
        version(kms, FieldPath.child(path, "apiVersion"));
        return errors.size() > before ? Optional.empty() : socket.map(it -> new Kms(name, it, timeout));
    }

    private String name(JsonNode kms, String path) {
        String name = kms.path("name").asText();
        if (name.isEmpty()) {
            errors.add(FieldError.required(path, "name is a mandatory field for a provider"));
        } else if (name.contains(":")) {
            errors.add(FieldError.invalid(
                    path, quoted(name), "invalid KMS provider name %s, must not contain ':'".formatted(name)));
        } else if (!names.add(name)) {
            errors.add(FieldError.invalid(
                    path, quoted(name), "duplicate KMS provider name %s, names must be unique".formatted(name)));
        }
        return name;
    }

    private Duration timeout(JsonNode kms, String path) {
        String text = kms.path("timeout").asText(DEFAULT_TIMEOUT);
        try {
            Duration timeout = new DurationConverter().convert(text);
            if (!timeout.isPositive()) {
                errors.add(FieldError.invalid(path, quoted(text), "timeout should be a positive value"));
            }
            return timeout;
        } catch (TypeConversionException e) {
            errors.add(FieldError.invalid(path, quoted(text), e.getMessage()));
            return Duration.ZERO;
        }
    }

    private Optional<Path> socket(String endpoint, String path) {
        if (endpoint.isEmpty()) {
            errors.add(FieldError.required(path, "endpoint is a mandatory field for a kms"));
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            errors.add(FieldError.invalid(
                    path, quoted(endpoint), "invalid endpoint for kms provider, error: " + e.getMessage()));
            return Optional.empty();
        }
        if (!UNIX.equals(uri.getScheme())) {
            errors.add(FieldError.invalid(
                    path,
                    quoted(endpoint),
                    "unsupported scheme \"%s\" for KMS provider, only unix is supported"
                            .formatted(uri.getScheme() == null ? "" : uri.getScheme())));
            return Optional.empty();
        }
        if (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().startsWith(ABSTRACT)) {
            errors.add(FieldError.invalid(
                    path, quoted(endpoint), "must be the path of a socket; abstract sockets are not supported"));
            return Optional.empty();
        }
        return Optional.of(Path.of(uri.getPath()));
    }

    private void version(JsonNode kms, String path) {
        String version = kms.path("apiVersion").asText(V1);
        if (version.equals(V1)) {
            errors.add(
                    FieldError.forbidden(
                            path,
                            "KMSv1 is deprecated and not supported, which a provider without apiVersion is. Use KMSv2 instead."));
        } else if (!version.equals(V2)) {
            errors.add(FieldError.invalid(
                    path,
                    quoted(version),
                    "unsupported apiVersion apiVersion for KMS provider, only v1 and v2 are supported"));
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
