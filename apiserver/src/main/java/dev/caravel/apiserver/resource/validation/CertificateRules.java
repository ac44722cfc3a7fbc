package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Rules of CertificateSigningRequests. */
final class CertificateRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of("certificateRequest", CertificateRules::request);

    private static final String LEGACY = "kubernetes.io/legacy-unknown";
    private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";

    private CertificateRules() {}

    private static void request(Subject subject) {
        if (!decoded(subject.text("request")).contains(BEGIN)) {
            subject.invalid("request", subject.at("request"), "PEM block type must be CERTIFICATE REQUEST");
        }
        var signer = subject.text("signerName");
        if (signer.isEmpty()) {
            subject.required("signerName", "");
        } else if (signer.equals(LEGACY)) {
            subject.invalid(
                    "signerName",
                    TextNode.valueOf(signer),
                    "the legacy signerName is not allowed via this API version");
        } else if (!isSigner(signer)) {
            subject.invalid(
                    "signerName",
                    TextNode.valueOf(signer),
                    "must be a fully qualified domain and path of the form 'example.com/signer-name'");
        }
    }

    /** A domain, and a path of domains. */
    private static boolean isSigner(String signer) {
        var slash = signer.indexOf('/');
        return slash > 0
                && Formats.dns1123Subdomain(signer.substring(0, slash)).isEmpty()
                && Formats.dns1123Subdomain(signer.substring(slash + 1)).isEmpty();
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
