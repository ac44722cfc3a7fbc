package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is enforced, told to auditors and warned of in a namespace; {@code errors} is what its labels have wrong. */
record NamespacePolicy(Standard enforce, Standard audit, Standard warn, List<FieldError> errors) {
    static final String PREFIX = "pod-security.kubernetes.io/";

    static NamespacePolicy of(JsonNode labels, NamespacePolicy defaults) {
        Reading reading = new Reading(labels);
        Standard enforce = reading.standard("enforce", defaults.enforce, Level.RESTRICTED);
        Standard audit = reading.standard("audit", defaults.audit, Level.PRIVILEGED);
        Standard warn = reading.standard("warn", defaults.warn, Level.PRIVILEGED);
        boolean enforces = labels.has(PREFIX + "enforce")
                && Level.parse(labels.path(PREFIX + "enforce").asText()).isPresent();
        // Who enforces more than is warned of by default, is warned of as much.
        if (!labels.has(PREFIX + "warn") && enforces && enforce.level().compareTo(warn.level()) > 0) {
            warn = new Standard(
                    enforce.level(), labels.has(PREFIX + "warn-version") ? warn.version() : enforce.version());
        }
        return new NamespacePolicy(enforce, audit, warn, List.copyOf(reading.errors));
    }

    /**
     * The {@code defaults} of a {@code PodSecurityConfiguration}.
     *
     * @throws IllegalArgumentException when one is not valid
     */
    static NamespacePolicy ofConfiguration(JsonNode defaults) {
        return new NamespacePolicy(
                configured(defaults, "enforce"),
                configured(defaults, "audit"),
                configured(defaults, "warn"),
                List.of());
    }

    private static Standard configured(JsonNode defaults, String mode) {
        String level = defaults.path(mode).asText("privileged");
        String version = defaults.path(mode + "-version").asText("latest");
        return new Standard(
                Level.parse(level).orElseThrow(() -> invalid(mode, level, Level.MUST_BE)),
                PolicyVersion.parse(version)
                        .orElseThrow(() -> invalid(mode + "-version", version, PolicyVersion.MUST_BE)));
    }

    private static IllegalArgumentException invalid(String field, String value, String mustBe) {
        return new IllegalArgumentException("defaults.%s: Invalid value: \"%s\": %s".formatted(field, value, mustBe));
    }

    boolean isPrivileged() {
        return enforce.isPrivileged() && audit.isPrivileged() && warn.isPrivileged();
    }

    boolean isSameAs(NamespacePolicy other) {
        return enforce.isSameAs(other.enforce) && audit.isSameAs(other.audit) && warn.isSameAs(other.warn);
    }

    private static final class Reading {
        private final JsonNode labels;
        private final List<FieldError> errors = new ArrayList<>();

        private Reading(JsonNode labels) {
            this.labels = labels;
        }

        /** @param otherwise the level when the label is not valid */
        private Standard standard(String mode, Standard unset, Level otherwise) {
            Level level = unset.level();
            PolicyVersion version = unset.version();
            if (labels.has(PREFIX + mode)) {
                Optional<Level> parsed = Level.parse(labels.path(PREFIX + mode).asText());
                level = parsed.orElse(otherwise);
                report(parsed, mode, Level.MUST_BE);
            }
            if (labels.has(PREFIX + mode + "-version")) {
                Optional<PolicyVersion> parsed = PolicyVersion.parse(
                        labels.path(PREFIX + mode + "-version").asText());
                version = parsed.orElse(PolicyVersion.LATEST);
                report(parsed, mode + "-version", PolicyVersion.MUST_BE);
            }
            return new Standard(level, version);
        }

        private void report(Optional<?> parsed, String label, String mustBe) {
            if (parsed.isEmpty()) {
                errors.add(FieldError.invalid(
                        FieldPath.key("metadata.labels", PREFIX + label),
                        TextNode.valueOf(labels.path(PREFIX + label).asText()).toString(),
                        mustBe));
            }
        }
    }
}
