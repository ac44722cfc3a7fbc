package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;

/** Rules of what pods share with their node. */
final class HostRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of(
            "hostSharing", HostRules::hostSharing,
            "operatingSystem", HostRules::operatingSystem,
            "nameservers", HostRules::nameservers);

    /** What resolvers take. */
    private static final int MOST_NAMESERVERS = 3;

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
                    subject.forbidden(field, "when `hostUsers` is false");
                }
            }
        }
        if (subject.at("hostNetwork").asBoolean()) {
            for (var list : List.of("containers", "initContainers")) {
                samePorts(subject, list);
            }
        }
    }

    private static void operatingSystem(Subject subject) {
        var name = subject.text("os.name");
        if (!name.isEmpty() && !name.equals("linux") && !name.equals("windows")) {
            subject.errors()
                    .add(FieldError.notSupported(
                            subject.pathOf("os"), Values.quote(name), List.of("linux", "windows")));
        }
    }

    private static void nameservers(Subject subject) {
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
}
