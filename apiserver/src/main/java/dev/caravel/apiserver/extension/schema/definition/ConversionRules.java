package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.Formats;
import dev.caravel.apiserver.webhook.ClientConfigFaults;
import java.io.ByteArrayInputStream;
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
        requirements.addAll(ClientConfigFaults.of(path, client));
        bundleFault(client)
                .filter(fault -> checkBundle)
                .ifPresent(fault -> requirements.invalid(
                        path + ".caBundle", client.path("caBundle").asText(), fault));
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
