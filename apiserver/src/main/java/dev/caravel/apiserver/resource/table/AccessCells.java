package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.JsonPaths;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Cells of roles, certificates, policies and of what configures the API server. */
final class AccessCells {
    static final Map<String, Cell> BY_NAME = Map.ofEntries(
            Map.entry("roleRef", Cell.text(binding -> "%s/%s"
                    .formatted(JsonPaths.text(binding, "roleRef.kind"), JsonPaths.text(binding, "roleRef.name")))),
            Map.entry("csrDuration", Cell.text(AccessCells::requestedDuration)),
            Map.entry("csrCondition", Cell.text(AccessCells::requestCondition)),
            Map.entry("componentStatus", Cell.text(AccessCells::componentHealth)),
            Map.entry(
                    "componentMessage",
                    Cell.text(component -> health(component).path("message").asText(""))),
            Map.entry(
                    "componentError",
                    Cell.text(component -> health(component).path("error").asText(""))),
            Map.entry("apiServiceTarget", Cell.text(AccessCells::apiServiceTarget)),
            Map.entry("apiServiceAvailable", Cell.text(AccessCells::apiServiceAvailable)),
            Map.entry("paramKind", Cell.text(AccessCells::paramKind)),
            Map.entry("paramRef", Cell.text(AccessCells::paramRef)),
            Map.entry("ingressClassParameters", Cell.text(AccessCells::parameters)),
            Map.entry("flowSchemaDangling", Cell.text(schema -> Conditions.find(schema, "Dangling")
                    .map(condition -> condition.path("status").asText())
                    .orElse("?"))),
            Map.entry("priorityLevelShares", (level, _) -> {
                var limited = JsonPaths.at(level, "spec.limited");
                return limited.isObject() ? limited.path("nominalConcurrencyShares") : TextNode.valueOf("<none>");
            }),
            Map.entry(
                    "dataCount",
                    (secret, _) -> IntNode.valueOf(secret.path("data").size())),
            Map.entry(
                    "configMapDataCount",
                    (map, _) -> IntNode.valueOf(
                            map.path("data").size() + map.path("binaryData").size())));

    private AccessCells() {}

    static String subjects(ObjectNode binding, String kind) {
        return binding.path("subjects")
                .valueStream()
                .filter(subject -> subject.path("kind").asText().equals(kind))
                .map(subject -> (kind.equals("ServiceAccount")
                                ? subject.path("namespace").asText() + "/"
                                : "")
                        + subject.path("name").asText())
                .collect(Collectors.joining(", "));
    }

    private static String requestedDuration(ObjectNode request) {
        var seconds = JsonPaths.at(request, "spec.expirationSeconds");
        return seconds.isNumber() ? HumanDuration.of(Duration.ofSeconds(seconds.asLong())) : "<none>";
    }

    private static String requestCondition(ObjectNode request) {
        var decision = Conditions.find(request, "Denied").isPresent()
                ? "Denied"
                : Conditions.find(request, "Approved").isPresent() ? "Approved" : "Pending";
        return decision
                + (Conditions.find(request, "Failed").isPresent() ? ",Failed" : "")
                + (JsonPaths.text(request, "status.certificate").isEmpty() ? "" : ",Issued");
    }

    private static String componentHealth(ObjectNode component) {
        var health = health(component);
        return health.isMissingNode()
                ? "Unknown"
                : health.path("status").asText().equals("True") ? "Healthy" : "Unhealthy";
    }

    private static JsonNode health(ObjectNode component) {
        return component
                .path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals("Healthy"))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private static String apiServiceTarget(ObjectNode apiService) {
        var service = JsonPaths.at(apiService, "spec.service");
        return service.isObject()
                ? service.path("namespace").asText() + "/"
                        + service.path("name").asText()
                : "Local";
    }

    private static String apiServiceAvailable(ObjectNode apiService) {
        return Conditions.find(apiService, "Available")
                .map(condition -> condition.path("status").asText().equals("True")
                        ? "True"
                        : "%s (%s)"
                                .formatted(
                                        condition.path("status").asText(),
                                        condition.path("reason").asText()))
                .orElse("Unknown");
    }

    private static String paramKind(ObjectNode policy) {
        var kind = JsonPaths.at(policy, "spec.paramKind");
        return kind.isObject()
                ? kind.path("apiVersion").asText() + "/" + kind.path("kind").asText()
                : "<unset>";
    }

    private static String paramRef(ObjectNode binding) {
        var reference = JsonPaths.at(binding, "spec.paramRef");
        var name = reference.path("name").asText("");
        if (!name.isEmpty()) {
            return reference.path("namespace").asText("*") + "/" + name;
        }
        return reference.has("selector") ? Selectors.ofLabelSelector(reference.get("selector")) : "<unset>";
    }

    private static String parameters(ObjectNode ingressClass) {
        var parameters = JsonPaths.at(ingressClass, "spec.parameters");
        if (!parameters.isObject()) {
            return "<none>";
        }
        var group =
                parameters.has("apiGroup") ? "." + parameters.get("apiGroup").asText() : "";
        return parameters.path("kind").asText() + group + "/"
                + parameters.path("name").asText();
    }
}
