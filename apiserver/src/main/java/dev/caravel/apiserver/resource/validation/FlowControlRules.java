package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Rules of priority levels and flow schemas. */
final class FlowControlRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "priorityLevel", FlowControlRules::priorityLevel,
            "limitResponse", FlowControlRules::limitResponse,
            "flowSchema", FlowControlRules::flowSchema,
            "someRules", FlowControlRules::someRules,
            "flowServiceAccount", FlowControlRules::serviceAccount,
            "flowResourceRule", FlowControlRules::resourceRule,
            "flowNonResourceRule", FlowControlRules::nonResourceRule);

    private static final String EXEMPT = "exempt";
    private static final int MOST_QUEUES = 10_000_000;
    private static final Set<String> VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch");

    private FlowControlRules() {}

    private static void priorityLevel(Subject subject) {
        var type = subject.text("spec.type");
        var exempt = subject.text("metadata.name").equals(EXEMPT);
        if (!type.equals("Limited") && !type.equals("Exempt")) {
            subject.errors()
                    .add(FieldError.notSupported("spec.type", Values.quote(type), List.of("Exempt", "Limited")));
            return;
        }
        if (exempt != type.equals("Exempt")) {
            subject.invalid("spec.type", TextNode.valueOf(type), "must be 'Exempt' if and only if `name` is 'exempt'");
            return;
        }
        var other = exempt ? "limited" : EXEMPT;
        if (subject.at("spec." + other).isObject()) {
            subject.forbidden("spec." + other, "must be nil if the type is " + (exempt ? "not Limited" : "Limited"));
        } else if (!exempt && !subject.at("spec.limited").isObject()) {
            subject.required("spec.limited", "must not be empty when type is Limited");
        }
    }

    private static void limitResponse(Subject subject) {
        var type = subject.text("type");
        var queuing = subject.at("queuing").isObject();
        switch (type) {
            case "Reject" -> {
                if (queuing) {
                    subject.forbidden("queuing", "must be nil if limited.limitResponse.type is not Limited");
                }
            }
            case "Queue" -> {
                if (queuing) {
                    queues(subject);
                } else {
                    subject.required("queuing", "must not be empty if limited.limitResponse.type is Limited");
                }
            }
            default ->
                subject.errors()
                        .add(FieldError.notSupported(
                                subject.pathOf("type"), Values.quote(type), List.of("Queue", "Reject")));
        }
    }

    private static void queues(Subject subject) {
        var queues = subject.at("queuing.queues");
        var hand = subject.at("queuing.handSize");
        positive(subject, "queuing.queueLengthLimit");
        positive(subject, "queuing.queues");
        if (queues.asLong() > MOST_QUEUES) {
            subject.invalid("queuing.queues", queues, "must not be greater than " + MOST_QUEUES);
        }
        positive(subject, "queuing.handSize");
        if (hand.asLong() > queues.asLong()) {
            subject.invalid(
                    "queuing.handSize", hand, "should not be greater than queues (%d)".formatted(queues.asLong()));
        }
    }

    private static void positive(Subject subject, String field) {
        if (subject.at(field).asLong() <= 0) {
            subject.invalid(field, subject.at(field), "must be positive");
        }
    }

    private static void flowSchema(Subject subject) {
        var precedence = subject.at("spec.matchingPrecedence");
        if (precedence.asLong() == 1 && !subject.text("metadata.name").equals(EXEMPT)) {
            subject.invalid(
                    "spec.matchingPrecedence",
                    precedence,
                    "only the schema named 'exempt' may have matchingPrecedence 1");
        }
        var method = subject.at("spec.distinguisherMethod");
        if (method.isObject()
                && !Set.of("ByNamespace", "ByUser").contains(method.path("type").asText())) {
            // Upstream shows its own struct.
            subject.errors()
                    .add(FieldError.notSupported(
                            "spec.distinguisherMethod.type",
                            "{\"Type\":%s}".formatted(method.path("type")),
                            List.of("ByNamespace", "ByUser")));
        }
    }

    private static void someRules(Subject subject) {
        if (subject.at("resourceRules").isEmpty()
                && subject.at("nonResourceRules").isEmpty()) {
            subject.errors()
                    .add(FieldError.required(
                            subject.path(), "at least one of resourceRules and nonResourceRules has to be non-empty"));
        }
    }

    private static void serviceAccount(Subject subject) {
        var name = subject.text("name");
        if (name.isEmpty()) {
            subject.required("name", "");
        } else if (!name.equals("*")) {
            Formats.dns1123Subdomain(name).forEach(fault -> subject.invalid("name", subject.at("name"), fault));
        }
        var namespace = subject.text("namespace");
        if (namespace.isEmpty()) {
            subject.required("namespace", "must specify namespace for service account");
        } else {
            Formats.dns1123Label(namespace)
                    .forEach(fault -> subject.invalid("namespace", subject.at("namespace"), fault));
        }
    }

    private static void resourceRule(Subject subject) {
        verbs(subject);
        list(subject, "apiGroups", "resource rules must supply at least one api group", "api groups");
        list(subject, "resources", "resource rules must supply at least one resource", "resources");
        var namespaces = subject.at("namespaces");
        if (namespaces.isEmpty() && !subject.at("clusterScope").asBoolean()) {
            subject.required(
                    "namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
        } else if (hasWildcardAmongOthers(namespaces)) {
            subject.invalid("namespaces", namespaces, "if '*' is present, must not specify other namespaces");
        }
        for (var i = 0; i < namespaces.size(); i++) {
            var namespace = namespaces.get(i);
            var path = FieldPath.index(subject.pathOf("namespaces"), i);
            if (!namespace.asText().equals("*")) {
                Formats.dns1123Label(namespace.asText()).forEach(fault -> subject.errors()
                        .add(FieldError.invalid(
                                path,
                                namespace.toString(),
                                "each member of this list must be '*' or a DNS-1123 label; " + fault)));
            }
        }
    }

    private static void nonResourceRule(Subject subject) {
        verbs(subject);
        list(subject, "nonResourceURLs", "nonResourceURLs must contain at least one value", "non-resource URLs");
        var addresses = subject.at("nonResourceURLs");
        for (var i = 0; i < addresses.size(); i++) {
            var address = addresses.get(i).asText();
            var path = FieldPath.index(subject.pathOf("nonResourceURLs"), i);
            fault(address).ifPresent(why -> subject.errors().add(FieldError.invalid(path, Values.quote(address), why)));
        }
    }

    private static Optional<String> fault(String address) {
        if (address.equals("*") || address.equals("/")) {
            return Optional.empty();
        }
        if (address.isEmpty()) {
            return Optional.of("nonResourceURL must not be empty");
        }
        if (!address.startsWith("/")) {
            return Optional.of("must start with slash");
        }
        if (address.contains(" ")) {
            return Optional.of("must not contain white-space");
        }
        if (address.contains("//")) {
            return Optional.of("must not contain double slash");
        }
        boolean suffix =
                !address.contains("*") || address.indexOf('*') == address.length() - 1 && address.endsWith("/*");
        return suffix ? Optional.empty() : Optional.of("wildcard can only do suffix matching");
    }

    private static void verbs(Subject subject) {
        list(subject, "verbs", "verbs must contain at least one value", "verbs");
        var verbs = subject.at("verbs");
        for (var verb : verbs) {
            if (!verb.asText().equals("*") && !VERBS.contains(verb.asText()) && !hasWildcardAmongOthers(verbs)) {
                subject.errors()
                        .add(FieldError.notSupported(
                                subject.pathOf("verbs"), verbs.toString(), List.copyOf(new TreeSet<>(VERBS))));
                return;
            }
        }
    }

    private static void list(Subject subject, String field, String missing, String what) {
        var values = subject.at(field);
        if (values.isEmpty()) {
            subject.required(field, missing);
        } else if (hasWildcardAmongOthers(values)) {
            subject.invalid(field, values, "if '*' is present, must not specify other " + what);
        }
    }

    private static boolean hasWildcardAmongOthers(JsonNode values) {
        for (var value : values) {
            if (value.asText().equals("*") && values.size() > 1) {
                return true;
            }
        }
        return false;
    }
}
