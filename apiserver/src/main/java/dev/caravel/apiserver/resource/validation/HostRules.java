package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Rules of what pods share with their node. */
final class HostRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "hostSharing", HostRules::hostSharing,
            "hostPorts", HostRules::hostPorts,
            "hostnameOverride", HostRules::hostnameOverride,
            "nameservers", HostRules::nameservers);

    /** What resolvers take. */
    private static final int MOST_NAMESERVERS = 3;

    private static final int MOST_SEARCHES = 32;
    private static final int SEARCHES_LENGTH = 2048;

    private HostRules() {}

    private static void hostSharing(Subject subject) {
        if (subject.at("shareProcessNamespace").asBoolean()
                && subject.at("hostPID").asBoolean()) {
            subject.invalid(
                    "securityContext.shareProcessNamespace",
                    BooleanNode.TRUE,
                    "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        var users = subject.at("hostUsers");
        if (users.isBoolean() && !users.booleanValue()) {
            for (var field : List.of("hostNetwork", "hostPID", "hostIPC")) {
                if (subject.at(field).asBoolean()) {
                    subject.forbidden(asUpstreamNames(field), "when `hostUsers` is false");
                }
            }
        }
        if (users.isBoolean() && !users.booleanValue()) {
            PodContainers.of(subject, PodContainers.ALL).stream()
                    .filter(placed -> !placed.at("volumeDevices").isEmpty())
                    .forEach(placed -> placed.forbidden("volumeDevices", "when `hostUsers` is false"));
        }
        if (subject.at("hostNetwork").asBoolean()) {
            samePorts(subject, "containers");
        }
    }

    private static String asUpstreamNames(String field) {
        return field.equals("hostNetwork") ? field : field.replaceFirst("h", "H");
    }

    /** Containers share the node's ports, init containers run one after the other. */
    private static void hostPorts(Subject spec) {
        var taken = new HashSet<String>();
        for (var placed : PodContainers.of(spec, PodContainers.PERMANENT)) {
            if (placed.list().equals("initContainers")) {
                taken.clear();
            }
            var ports = placed.at("ports");
            for (var i = 0; i < ports.size(); i++) {
                var port = ports.get(i);
                var text = "%s/%s/%d"
                        .formatted(
                                port.path("protocol").asText(""),
                                port.path("hostIP").asText(""),
                                port.path("hostPort").asInt());
                if (port.path("hostPort").asInt() != 0 && !taken.add(text)) {
                    spec.errors()
                            .add(FieldError.duplicate(
                                    FieldPath.index(placed.pathOf("ports"), i) + ".hostPort", Values.quote(text)));
                }
            }
        }
    }

    private static void hostnameOverride(Subject spec) {
        if (spec.at("hostnameOverride").isMissingNode()) {
            return;
        }
        for (var field : List.of("setHostnameAsFQDN", "hostNetwork")) {
            if (spec.at(field).asBoolean()) {
                spec.forbidden("hostnameOverride", "may not be specified when %s is true".formatted(field));
            }
        }
    }

    private static void nameservers(Subject subject) {
        searches(subject);
        var servers = subject.at("nameservers");
        if (servers.size() > MOST_NAMESERVERS) {
            subject.invalid(
                    "nameservers", servers, "must not have more than %d nameservers".formatted(MOST_NAMESERVERS));
        }
        for (var i = 0; i < subject.at("options").size(); i++) {
            if (subject.at("options").get(i).path("name").asText().isEmpty()) {
                subject.errors()
                        .add(FieldError.required(FieldPath.index(subject.pathOf("options"), i), "must not be empty"));
            }
        }
    }

    private static void samePorts(Subject subject, String list) {
        for (var i = 0; i < subject.at(list).size(); i++) {
            var ports = subject.at(list).get(i).path("ports");
            for (var j = 0; j < ports.size(); j++) {
                var host = ports.get(j).path("hostPort");
                if (host.asInt() != 0
                        && host.asInt() != ports.get(j).path("containerPort").asInt()) {
                    var path = FieldPath.index(FieldPath.index(subject.pathOf(list), i) + ".ports", j);
                    subject.errors()
                            .add(FieldError.invalid(
                                    path + ".hostPort",
                                    host.toString(),
                                    "must match `containerPort` when `hostNetwork` is true"));
                }
            }
        }
    }

    private static void searches(Subject config) {
        var searches = config.at("searches");
        if (searches.size() > MOST_SEARCHES) {
            config.invalid("searches", searches, "must not have more than %d search paths".formatted(MOST_SEARCHES));
        }
        var length = searches.valueStream()
                .mapToInt(search -> search.asText().length() + 1)
                .sum();
        if (length - 1 > SEARCHES_LENGTH) {
            config.invalid(
                    "searches",
                    searches,
                    "must not have more than %d characters (including spaces) in the search list"
                            .formatted(SEARCHES_LENGTH));
        }
        for (var i = 0; i < searches.size(); i++) {
            var search = searches.get(i).asText().replaceFirst("\\.$", "");
            var path = FieldPath.index(config.pathOf("searches"), i);
            if (!searches.get(i).asText().equals(".")) {
                Formats.subdomainWithUnderscores(search)
                        .forEach(fault -> config.errors().add(FieldError.invalid(path, Values.quote(search), fault)));
            }
        }
    }
}
