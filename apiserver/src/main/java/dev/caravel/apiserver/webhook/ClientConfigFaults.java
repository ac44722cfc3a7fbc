package dev.caravel.apiserver.webhook;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.Formats;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with a {@code WebhookClientConfig} that is written, of admission as of conversion. */
public final class ClientConfigFaults {
    private static final String URL_FORM = "; desired format: https://host[/path]";
    private static final int DEFAULT_PORT = 443;

    private final List<FieldError> errors = new ArrayList<>();

    private ClientConfigFaults() {}

    /** @param path of the config */
    public static List<FieldError> of(String path, JsonNode config) {
        ClientConfigFaults faults = new ClientConfigFaults();
        JsonNode url = config.path("url");
        JsonNode service = config.path("service");
        if (url.isTextual() == service.isObject()) {
            return List.of(FieldError.required(path, "exactly one of url or service is required"));
        }
        if (url.isTextual()) {
            faults.url(url.asText(), path + ".url");
        } else {
            faults.service(service, path + ".service");
        }
        return List.copyOf(faults.errors);
    }

    private void url(String url, String path) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            errors.add(FieldError.required(
                    path, "url must be a valid URL: parse %s: %s%s".formatted(quoted(url), reason(url, e), URL_FORM)));
            return;
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
        if (!scheme.equals("https")) {
            invalid(path, scheme, "'https' is the only allowed URL scheme" + URL_FORM);
        }
        if (host(uri).isEmpty()) {
            invalid(path, "", "host must be specified" + URL_FORM);
        }
        told(path, uri.getRawUserInfo(), "user information is not permitted in the URL");
        told(path, uri.getRawFragment(), "fragments are not permitted in the URL");
        told(path, uri.getRawQuery(), "query parameters are not permitted in the URL");
    }

    private static String host(URI uri) {
        return Optional.ofNullable(uri.getRawAuthority()).orElse("");
    }

    private static String reason(String url, URISyntaxException e) {
        int at = e.getIndex();
        return at >= 0 && at < url.length() && url.charAt(at) == '%'
                ? "invalid URL escape " + quoted(url.substring(at, Math.min(at + 3, url.length())))
                : e.getReason();
    }

    private void told(String path, String part, String detail) {
        if (part != null && !part.isEmpty()) {
            invalid(path, part, detail);
        }
    }

    /** Upstream tells of a missing name at the namespace, and the other way round. */
    private void service(JsonNode service, String path) {
        if (service.path("namespace").asText("").isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        if (service.path("name").asText("").isEmpty()) {
            errors.add(FieldError.required(path + ".namespace", ""));
        }
        int port = service.path("port").asInt(DEFAULT_PORT);
        if (port < 1 || port > 65535) {
            errors.add(FieldError.invalid(
                    path + ".port",
                    Integer.toString(port),
                    "port is not valid: must be between 1 and 65535, inclusive"));
        }
        String target = service.path("path").asText("");
        if (target.isEmpty() || target.equals("/")) {
            return;
        }
        if (!target.startsWith("/")) {
            invalid(path + ".path", target, "must start with a '/'");
        }
        segments(target, path + ".path");
    }

    private void segments(String target, String path) {
        String checked = target.substring(1);
        if (checked.endsWith("/")) {
            checked = checked.substring(0, checked.length() - 1);
        }
        String[] segments = checked.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].isEmpty()) {
                invalid(path, target, "segment[%d] may not be empty".formatted(i));
                continue;
            }
            for (String fault : Formats.dns1123Subdomain(segments[i])) {
                invalid(path, target, "segment[%d]: %s".formatted(i, fault));
            }
        }
    }

    private void invalid(String path, String value, String detail) {
        errors.add(FieldError.invalid(path, quoted(value), detail));
    }
}
