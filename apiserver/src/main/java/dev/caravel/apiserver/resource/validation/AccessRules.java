package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;

/** Rules of roles, bindings and priorities. */
final class AccessRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "roleUpdate", AccessRules::roleUpdate,
            "policyRule", AccessRules::policyRule,
            "subject", AccessRules::subject,
            "roleReference", AccessRules::roleReference,
            "userPriority", AccessRules::userPriority,
            "apiServiceName", AccessRules::apiServiceName,
            "scaleTarget", AccessRules::scaleTarget);

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final long HIGHEST_USER_PRIORITY = 1_000_000_000;

    private AccessRules() {}

    private static void roleUpdate(Subject subject) {
        subject.old()
                .filter(old -> !old.path("roleRef").equals(subject.object().path("roleRef")))
                .ifPresent(_ -> subject.errors()
                        .add(FieldError.invalid(
                                "roleRef",
                                "{\"APIGroup\":%s,\"Kind\":%s,\"Name\":%s}"
                                        .formatted(
                                                subject.at("roleRef.apiGroup"),
                                                subject.at("roleRef.kind"),
                                                subject.at("roleRef.name")),
                                "cannot change roleRef")));
    }

    private static void policyRule(Subject subject) {
        var namespaced = subject.root().path("kind").asText().equals("Role");
        if (subject.at("verbs").isEmpty()) {
            subject.required("verbs", "verbs must contain at least one value");
        }
        if (!subject.at("nonResourceURLs").isEmpty()) {
            if (namespaced) {
                subject.invalid(
                        "nonResourceURLs",
                        subject.at("nonResourceURLs"),
                        "namespaced rules cannot apply to non-resource URLs");
            }
            var resources = List.of("apiGroups", "resources", "resourceNames").stream()
                    .anyMatch(field -> !subject.at(field).isEmpty());
            if (resources && !namespaced) {
                subject.invalid(
                        "nonResourceURLs",
                        subject.at("nonResourceURLs"),
                        "rules cannot apply to both regular resources and non-resource URLs");
            }
            return;
        }
        if (subject.at("apiGroups").isEmpty()) {
            subject.required("apiGroups", "resource rules must supply at least one api group");
        }
        if (subject.at("resources").isEmpty()) {
            subject.required("resources", "resource rules must supply at least one resource");
        }
    }

    private static void subject(Subject subject) {
        var name = subject.text("name");
        if (name.isEmpty()) {
            subject.required("name", "");
        }
        var group = subject.text("apiGroup");
        switch (subject.text("kind")) {
            case "ServiceAccount" -> {
                if (!name.isEmpty()) {
                    Formats.dns1123Subdomain(name).forEach(fault -> subject.invalid("name", subject.at("name"), fault));
                }
                if (!group.isEmpty()) {
                    subject.errors()
                            .add(FieldError.notSupported(subject.pathOf("apiGroup"), Values.quote(group), List.of("")));
                }
                if (subject.text("namespace").isEmpty()
                        && subject.root().path("kind").asText().equals("ClusterRoleBinding")) {
                    subject.required("namespace", "");
                }
            }
            case "User", "Group" -> {
                if (!group.equals(RBAC)) {
                    subject.errors()
                            .add(FieldError.notSupported(
                                    subject.pathOf("apiGroup"), Values.quote(group), List.of(RBAC)));
                }
            }
            default ->
                subject.errors()
                        .add(FieldError.notSupported(
                                subject.pathOf("kind"),
                                Values.quote(subject.text("kind")),
                                List.of("ServiceAccount", "User", "Group")));
        }
    }

    private static void roleReference(Subject subject) {
        var cluster = subject.root().path("kind").asText().equals("ClusterRoleBinding");
        if (!subject.text("apiGroup").equals(RBAC)) {
            subject.errors()
                    .add(FieldError.notSupported(
                            subject.pathOf("apiGroup"), Values.quote(subject.text("apiGroup")), List.of(RBAC)));
        }
        var kinds = cluster ? List.of("ClusterRole") : List.of("Role", "ClusterRole");
        if (!kinds.contains(subject.text("kind"))) {
            subject.errors()
                    .add(FieldError.notSupported(subject.pathOf("kind"), Values.quote(subject.text("kind")), kinds));
        }
        if (subject.text("name").isEmpty()) {
            subject.required("name", "");
        } else {
            Formats.pathSegment(subject.text("name"))
                    .forEach(fault -> subject.invalid("name", subject.at("name"), fault));
        }
    }

    private static void userPriority(Subject subject) {
        var name = subject.text("metadata.name");
        var system = name.equals("system-node-critical") || name.equals("system-cluster-critical");
        if (!system && name.startsWith("system-")) {
            subject.forbidden(
                    "metadata.name",
                    "priority class names with 'system-' prefix are reserved for system use only. error: %s is not a known system priority class"
                            .formatted(name));
        } else if (!system && subject.at("value").asLong() > HIGHEST_USER_PRIORITY) {
            subject.forbidden("value", "maximum allowed value of a user defined priority is " + HIGHEST_USER_PRIORITY);
        }
        subject.old()
                .filter(old -> old.path("value").asLong() != subject.at("value").asLong())
                .ifPresent(_ -> subject.forbidden("value", "may not be changed in an update."));
    }

    private static void apiServiceName(Subject subject) {
        var wanted = subject.text("spec.version") + "." + subject.text("spec.group");
        if (!subject.text("metadata.name").equals(wanted) && !wanted.equals(subject.text("metadata.name") + ".")) {
            subject.invalid(
                    "metadata.name",
                    subject.at("metadata.name"),
                    "must be `spec.version+\".\"+spec.group`: " + Values.quote(wanted));
        }
    }

    private static void scaleTarget(Subject subject) {
        for (var field : List.of("kind", "name")) {
            var value = subject.text(field);
            if (value.isEmpty()) {
                subject.required(field, "");
            } else {
                Formats.pathSegment(value).forEach(fault -> subject.invalid(field, subject.at(field), fault));
            }
        }
        // Objects that were stored without a group may stay so; what a metric is about may be of the core group.
        var version = subject.text("apiVersion");
        if (version.indexOf('/') != version.lastIndexOf('/')) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("apiVersion"),
                            Values.quote(version),
                            "unexpected GroupVersion string: " + version));
        }
        if (subject.path().endsWith("scaleTargetRef")
                && subject.old().isEmpty()
                && !version.contains("/")
                && !subject.text("kind").equals("ReplicationController")) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.pathOf("apiVersion"), Values.quote(version), "apiVersion must specify API group"));
        }
    }
}
