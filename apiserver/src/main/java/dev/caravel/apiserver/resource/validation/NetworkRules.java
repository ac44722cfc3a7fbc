package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules of services, ingresses, network policies and endpoints. */
final class NetworkRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "servicePorts", NetworkRules::servicePorts,
            "ingressRules", NetworkRules::ingressRules,
            "ingressHost", NetworkRules::ingressHost,
            "ingressPath", NetworkRules::ingressPath,
            "ingressBackend", NetworkRules::ingressBackend,
            "policyPort", NetworkRules::policyPort,
            "policyPeer", NetworkRules::policyPeer,
            "subsetHasAddresses", NetworkRules::subsetHasAddresses);

    private static final String WILDCARD = "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final Pattern WILDCARD_PATTERN = Pattern.compile(WILDCARD);

    private NetworkRules() {}

    private static void servicePorts(Subject subject) {
        var ports = subject.at("ports");
        var headless = subject.text("clusterIP").equals("None");
        if (ports.isEmpty() && !headless && !subject.text("type").equals("ExternalName")) {
            subject.required("ports", "");
        }
        var names = new HashSet<String>();
        var numbers = new HashSet<String>();
        for (var i = 0; i < ports.size(); i++) {
            var path = FieldPath.index(subject.pathOf("ports"), i);
            var name = ports.get(i).path("name").asText("");
            if (name.isEmpty()) {
                if (ports.size() > 1) {
                    subject.errors().add(FieldError.required(path + ".name", ""));
                }
            } else {
                Formats.dns1123Label(name).forEach(fault -> subject.errors()
                        .add(FieldError.invalid(path + ".name", Values.quote(name), fault)));
                if (!names.add(name)) {
                    subject.errors().add(FieldError.duplicate(path + ".name", Values.quote(name)));
                }
            }
            if (!numbers.add(ports.get(i).path("protocol").asText()
                    + ports.get(i).path("port").asText())) {
                subject.errors()
                        .add(FieldError.duplicate(
                                path,
                                "{\"Name\":\"\",\"Protocol\":%s,\"AppProtocol\":null,\"Port\":%s,\"TargetPort\":0,\"NodePort\":0}"
                                        .formatted(
                                                ports.get(i).path("protocol"),
                                                ports.get(i).path("port"))));
            }
        }
    }

    private static void ingressRules(Subject subject) {
        if (subject.at("rules").isEmpty() && !subject.object().has("defaultBackend")) {
            subject.errors()
                    .add(FieldError.invalid(
                            subject.path(), "null", "either `defaultBackend` or `rules` must be specified"));
        }
    }

    private static void ingressHost(Subject subject) {
        var host = subject.text("host");
        if (host.isEmpty()) {
            return;
        }
        if (IpFormats.parse(host).isPresent()) {
            subject.invalid("host", subject.at("host"), "must be a DNS name, not an IP address");
        }
        hostName(host).forEach(fault -> subject.invalid("host", subject.at("host"), fault));
    }

    static List<String> hostName(String host) {
        if (!host.contains("*")) {
            return Formats.dns1123Subdomain(host);
        }
        return WILDCARD_PATTERN.matcher(host).matches()
                ? List.of()
                : List.of(
                        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must"
                                + " consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
                                + " (e.g. '*.example.com', regex used for validation is '" + WILDCARD + "')");
    }

    private static void ingressPath(Subject subject) {
        var type = subject.text("pathType");
        var path = subject.text("path");
        switch (type) {
            case "" -> subject.required("pathType", "pathType must be specified");
            case "Exact", "Prefix" -> {
                if (!path.startsWith("/")) {
                    subject.invalid("path", TextNode.valueOf(path), "must be an absolute path");
                }
                for (var part : List.of("//", "/./", "/../", "%2f", "%2F")) {
                    if (path.contains(part)) {
                        subject.invalid("path", subject.at("path"), "must not contain '%s'".formatted(part));
                    }
                }
            }
            case "ImplementationSpecific" -> {
                if (!path.isEmpty() && !path.startsWith("/")) {
                    subject.invalid("path", subject.at("path"), "must be an absolute path");
                }
            }
            default ->
                subject.errors()
                        .add(FieldError.notSupported(
                                subject.pathOf("pathType"),
                                Values.quote(type),
                                List.of("Exact", "ImplementationSpecific", "Prefix")));
        }
    }

    private static void ingressBackend(Subject subject) {
        var resource = subject.object().has("resource");
        var service = subject.object().has("service");
        if (resource && service) {
            subject.errors()
                    .add(FieldError.invalid(subject.path(), "\"\"", "cannot set both resource and service backends"));
        } else if (!resource && !service) {
            subject.errors().add(FieldError.invalid(subject.path(), "\"\"", "resource or service backend is required"));
        } else if (resource) {
            for (var field : List.of("kind", "name")) {
                if (subject.text("resource." + field).isEmpty()) {
                    subject.required("resource." + field, "");
                }
            }
            var group = subject.at("resource.apiGroup");
            if (group.isTextual() && !group.asText().isEmpty()) {
                Formats.dns1123Subdomain(group.asText())
                        .forEach(fault -> subject.invalid("resource.apiGroup", group, fault));
            }
        }
    }

    private static void policyPort(Subject subject) {
        var end = subject.at("endPort");
        if (!end.isNumber()) {
            return;
        }
        var port = subject.at("port");
        if (port.isMissingNode()) {
            subject.invalid("endPort", end, "may not be specified when `port` is not specified");
        } else if (!port.isNumber()) {
            subject.invalid("endPort", end, "may not be specified when `port` is non-numeric");
        } else if (end.asInt() < port.asInt()) {
            subject.invalid("endPort", port, "must be greater than or equal to `port`");
        }
    }

    private static void policyPeer(Subject subject) {
        var peers = (subject.object().has("podSelector") ? 1 : 0)
                + (subject.object().has("namespaceSelector") ? 1 : 0);
        if (peers == 0 && !subject.object().has("ipBlock")) {
            subject.errors().add(FieldError.required(subject.path(), "must specify a peer"));
        } else if (peers > 0 && subject.object().has("ipBlock")) {
            subject.errors().add(FieldError.forbidden(subject.path(), "may not specify both ipBlock and another peer"));
        }
    }

    private static void subsetHasAddresses(Subject subject) {
        if (subject.at("addresses").isEmpty() && subject.at("notReadyAddresses").isEmpty()) {
            subject.errors()
                    .add(FieldError.required(subject.path(), "must specify `addresses` or `notReadyAddresses`"));
        }
    }
}
