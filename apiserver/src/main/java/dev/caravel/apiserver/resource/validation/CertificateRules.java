package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Rules of CertificateSigningRequests. */
final class CertificateRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of("certificateRequest", CertificateRules::request);

    private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";

    private CertificateRules() {}

    private static void request(Subject subject) {
        if (!decoded(subject.text("request")).contains(BEGIN)) {
            subject.invalid("request", subject.at("request"), "PEM block type must be CERTIFICATE REQUEST");
        }
        var signer = subject.text("signerName");
        if (signer.isEmpty()) {
            subject.required("signerName", "");
        } else if (signer.indexOf('/') <= 0 || signer.indexOf('/') == signer.length() - 1) {
            subject.invalid(
                    "signerName",
                    TextNode.valueOf(signer),
                    "must be a fully qualified domain and path of the form 'example.com/signer-name'");
        }
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
