package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.value.GoText;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.Formats;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How objects get from one version to another. */
final class ConversionRules {
    private static final String PATH = "spec.conversion";
    private static final List<String> STRATEGIES = List.of("None", "Webhook");
    private static final Set<String> REVIEW_VERSIONS = Set.of("v1", "v1beta1");
    private static final String URL_FORM = "; desired format: https://host[/path]";

    private static final String NO_CERTIFICATES =
            "unable to load root certificates: unable to parse bytes as PEM block";

    private final Requirements requirements = new Requirements();

    private ConversionRules() {}

    /**
     * @param old the CRD before: what it has wrong may stay
     * @param established whether the CRD was served before the change
     */
    static List<FieldError> check(JsonNode conversion, Optional<JsonNode> old, boolean established) {
        ConversionRules rules = new ConversionRules();
        if (conversion.isObject()) {
            rules.strategy(conversion, old, established);
        }
        return rules.requirements.errors();
    }

    private void strategy(JsonNode conversion, Optional<JsonNode> old, boolean established) {
        String strategy = conversion.path("strategy").asText("");
        if (strategy.isEmpty()) {
            requirements.required(PATH + ".strategy", "");
        } else if (!STRATEGIES.contains(strategy)) {
            requirements.notSupported(PATH + ".strategy", strategy, STRATEGIES);
        }
        JsonNode client = conversion.at("/webhook/clientConfig");
        JsonNode versions = conversion.at("/webhook/conversionReviewVersions");
        if (strategy.equals("Webhook")) {
            client(client, established && !hasInvalidBundle(old));
            reviewVersions(versions, old.map(before -> before.at("/webhook/conversionReviewVersions")));
            return;
        }
        if (client.isObject()) {
            requirements.forbidden(
                    PATH + ".webhookClientConfig", "should not be set when strategy is not set to Webhook");
        }
        if (!versions.isEmpty()) {
            requirements.forbidden(
                    PATH + ".conversionReviewVersions", "should not be set when strategy is not set to Webhook");
        }
    }

    private void client(JsonNode client, boolean checkBundle) {
        String path = PATH + ".webhookClientConfig";
        if (!client.isObject()) {
            requirements.required(path, "required when strategy is set to Webhook");
            return;
        }
        JsonNode url = client.path("url");
        JsonNode service = client.path("service");
        if (url.isTextual() == service.isObject()) {
            requirements.required(path, "exactly one of url or service is required");
        } else if (url.isTextual()) {
            url(url.asText(), path + ".url");
        } else {
            service(service, path + ".service");
        }
        bundleFault(client)
                .filter(fault -> checkBundle)
                .ifPresent(fault -> requirements.invalid(
                        path + ".caBundle", client.path("caBundle").asText(), fault));
    }

    private void url(String url, String path) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            requirements.required(
                    path,
                    "url must be a valid URL: parse %s: %s%s".formatted(GoText.quote(url), reason(url, e), URL_FORM));
            return;
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
        if (!scheme.equals("https")) {
            requirements.invalid(path, scheme, "'https' is the only allowed URL scheme" + URL_FORM);
        }
        if (Optional.ofNullable(uri.getRawAuthority()).orElse("").isEmpty()) {
            requirements.invalid(path, "", "host must be specified" + URL_FORM);
        }
        told(path, uri.getRawUserInfo(), "user information is not permitted in the URL");
        told(path, uri.getRawFragment(), "fragments are not permitted in the URL");
        told(path, uri.getRawQuery(), "query parameters are not permitted in the URL");
    }

    private static String reason(String url, URISyntaxException e) {
        int at = e.getIndex();
        return at >= 0 && at < url.length() && url.charAt(at) == '%'
                ? "invalid URL escape " + GoText.quote(url.substring(at, Math.min(at + 3, url.length())))
                : e.getReason();
    }

    private void told(String path, String part, String detail) {
        if (part != null && !part.isEmpty()) {
            requirements.invalid(path, part, detail);
        }
    }

    /** Upstream tells of a missing name at the namespace, and the other way round. */
    private void service(JsonNode service, String path) {
        if (service.path("namespace").asText("").isEmpty()) {
            requirements.required(path + ".name", "");
        }
        if (service.path("name").asText("").isEmpty()) {
            requirements.required(path + ".namespace", "");
        }
        int port = service.path("port").asInt(443);
        if (port < 1 || port > 65535) {
            requirements.invalid(
                    path + ".port", service.path("port"), "port is not valid: must be between 1 and 65535, inclusive");
        }
        String target = service.path("path").asText("");
        if (target.isEmpty() || target.equals("/")) {
            return;
        }
        if (!target.startsWith("/")) {
            requirements.invalid(path + ".path", target, "must start with a '/'");
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
                requirements.invalid(path, target, "segment[%d] may not be empty".formatted(i));
                continue;
            }
            for (String fault : Formats.dns1123Subdomain(segments[i])) {
                requirements.invalid(path, target, "segment[%d]: %s".formatted(i, fault));
            }
        }
    }

    private static boolean hasInvalidBundle(Optional<JsonNode> old) {
        return old.flatMap(before -> bundleFault(before.at("/webhook/clientConfig")))
                .isPresent();
    }

    private static Optional<String> bundleFault(JsonNode client) {
        String bundle = client.path("caBundle").asText("");
        if (bundle.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] pem = Base64.getDecoder().decode(bundle.replaceAll("[\\r\\n]", ""));
            boolean none = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty();
            return none ? Optional.of(NO_CERTIFICATES) : Optional.empty();
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.of(NO_CERTIFICATES);
        }
    }

    private void reviewVersions(JsonNode versions, Optional<JsonNode> old) {
        String path = PATH + ".conversionReviewVersions";
        if (versions.isEmpty()) {
            requirements.required(path, "");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i).asText();
            String at = path + "[" + i + "]";
            if (!seen.add(version)) {
                requirements.invalid(at, version, "duplicate version");
                continue;
            }
            Formats.dns1035Label(version).forEach(fault -> requirements.invalid(at, version, fault));
        }
        boolean required = old.isEmpty() || old.get().isEmpty() || hasRecognized(old.get());
        if (required && !hasRecognized(versions)) {
            requirements.invalid(path, versions, "must include at least one of v1, v1beta1");
        }
    }

    private static boolean hasRecognized(JsonNode versions) {
        return versions.valueStream().anyMatch(version -> REVIEW_VERSIONS.contains(version.asText()));
    }
}
