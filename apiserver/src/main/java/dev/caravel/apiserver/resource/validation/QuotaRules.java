package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of the scopes of resource quotas. */
final class QuotaRules {
    static final Map<String, ValidationRule> BY_NAME =
            Map.of("quotaNames", QuotaRules::names, "quotaScopes", QuotaRules::scopes);

    private static final Set<String> WHOLE = Set.of(
            "pods",
            "services",
            "replicationcontrollers",
            "resourcequotas",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");

    private static final Set<String> SCOPES = Set.of(
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "CrossNamespacePodAffinity",
            "VolumeAttributesClass");
    private static final Set<String> ONLY_EXISTS =
            Set.of("Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "CrossNamespacePodAffinity");
    private static final List<Set<String>> CONFLICTS =
            List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));
    private static final String OPERATOR =
            "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating,"
                    + " ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or"
                    + " ResourceQuotaScopeCrossNamespacePodAffinity";

    private QuotaRules() {}

    private static void names(Subject subject) {
        for (var entry : subject.at("hard").properties()) {
            var name = entry.getKey();
            var path = FieldPath.key(subject.pathOf("hard"), name);
            if (!name.contains("/") && !isStandard(name)) {
                subject.errors()
                        .add(FieldError.invalid(
                                path, Values.quote(name), "must be a standard resource type or fully qualified"));
                subject.errors()
                        .add(FieldError.invalid(path, Values.quote(name), "must be a standard resource for quota"));
            }
            if (WHOLE.contains(name) || name.startsWith("count/")) {
                ContainerRules.quantity(entry.getValue())
                        .filter(amount -> !amount.isInteger())
                        .ifPresent(amount -> subject.errors()
                                .add(FieldError.invalid(path, Values.quote(amount.canonical()), "must be an integer")));
            }
        }
    }

    private static boolean isStandard(String name) {
        var bare = name.startsWith("requests.") ? name.substring("requests.".length()) : name;
        return WHOLE.contains(name)
                || Set.of("cpu", "memory", "ephemeral-storage").contains(bare)
                || Set.of("limits.cpu", "limits.memory", "limits.ephemeral-storage", "requests.storage")
                        .contains(name)
                || bare.startsWith("hugepages-");
    }

    private static void scopes(Subject subject) {
        var named = new HashSet<String>();
        var scopes = subject.at("scopes");
        for (var scope : scopes) {
            named.add(scope.asText());
            judge(subject, scope.asText(), "scopes", scopes);
        }
        if (CONFLICTS.stream().anyMatch(named::containsAll)) {
            subject.invalid("scopes", scopes, "conflicting scopes");
        }
        for (var expression : subject.at("scopeSelector.matchExpressions")) {
            selector(subject, expression);
        }
    }

    private static void judge(Subject subject, String scope, String field, JsonNode shown) {
        if (!SCOPES.contains(scope)) {
            subject.invalid(field, shown, "unsupported scope");
            return;
        }
        for (var name : subject.at("hard").properties()) {
            if (!isCountedIn(scope, name.getKey())) {
                subject.invalid(field, shown, "unsupported scope applied to resource");
            }
        }
    }

    /** Which resources can be limited within a scope. */
    private static boolean isCountedIn(String scope, String resource) {
        return switch (scope) {
            case "BestEffort" -> resource.equals("pods");
            case "VolumeAttributesClass" ->
                resource.endsWith("persistentvolumeclaims") || resource.endsWith("requests.storage");
            default ->
                Set.of("pods", "cpu", "memory").contains(resource)
                        || resource.startsWith("requests.") && !resource.equals("requests.storage")
                        || resource.startsWith("limits.")
                        || resource.startsWith("hugepages-");
        };
    }

    private static void selector(Subject subject, JsonNode expression) {
        var path = "scopeSelector.matchExpressions.";
        var scope = expression.path("scopeName").asText();
        var operator = expression.path("operator").asText();
        var values = expression.path("values");
        judge(subject, scope, path + "scopeName", TextNode.valueOf(scope));
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    subject.required(
                            path + "values",
                            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    subject.invalid(
                            path + "values",
                            values,
                            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                }
            }
            default -> subject.invalid(path + "operator", TextNode.valueOf(operator), "not a valid selector operator");
        }
        if (ONLY_EXISTS.contains(scope) && !operator.equals("Exists")) {
            subject.invalid(path + "operator", TextNode.valueOf(operator), OPERATOR);
        }
    }
}
