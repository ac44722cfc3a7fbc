package dev.caravel.apiserver.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import java.util.ArrayList;
import java.util.List;

/** Says which requests belong together, and to which priority level. Immutable. */
record FlowSchema(
        String name, String uid, String priorityLevel, int precedence, Distinguisher by, List<FlowRule> rules) {
    /** What tells the flows of one schema apart. */
    enum Distinguisher {
        NONE,
        USER,
        NAMESPACE
    }

    static FlowSchema of(ObjectNode object) {
        JsonNode spec = object.path("spec");
        List<FlowRule> rules = new ArrayList<>();
        spec.path("rules").forEach(rule -> rules.add(FlowRule.of(rule)));
        return new FlowSchema(
                object.at("/metadata/name").asText(),
                object.at("/metadata/uid").asText(),
                spec.at("/priorityLevelConfiguration/name").asText(),
                spec.path("matchingPrecedence").asInt(),
                switch (spec.at("/distinguisherMethod/type").asText()) {
                    case "ByUser" -> Distinguisher.USER;
                    case "ByNamespace" -> Distinguisher.NAMESPACE;
                    default -> Distinguisher.NONE;
                },
                List.copyOf(rules));
    }

    boolean matches(UserInfo user, RequestInfo info) {
        return rules.stream().anyMatch(rule -> rule.matches(user, info));
    }

    /** Requests of one flow share queues. */
    String flow(UserInfo user, RequestInfo info) {
        return name
                + '\0'
                + switch (by) {
                    case NONE -> "";
                    case USER -> user.name();
                    case NAMESPACE -> info.namespace();
                };
    }
}
