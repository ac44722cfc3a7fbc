package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A pod, or what a template makes: its annotations, spec, and containers of all sorts in upstream's order. */
record JudgedPod(JsonNode annotations, JsonNode spec, List<JsonNode> containers) {
    static JudgedPod of(JsonNode podOrTemplate) {
        JsonNode spec = podOrTemplate.path("spec");
        List<JsonNode> containers = new ArrayList<>();
        for (String field : List.of("initContainers", "containers", "ephemeralContainers")) {
            spec.path(field).forEach(containers::add);
        }
        return new JudgedPod(podOrTemplate.path("metadata").path("annotations"), spec, List.copyOf(containers));
    }

    /** The pod's own security context. */
    JsonNode securityContext() {
        return spec.path("securityContext");
    }

    boolean isWindows() {
        return spec.at("/os/name").asText().equals("windows");
    }

    /** In a user namespace (KEP-127) root is nobody in particular. */
    boolean hasUserNamespace() {
        JsonNode hostUsers = spec.path("hostUsers");
        return hostUsers.isBoolean() && !hostUsers.booleanValue();
    }

    /** The names of the containers whose security context is so. */
    List<String> containersWhere(Predicate<JsonNode> securityContext) {
        return containers.stream()
                .filter(container -> securityContext.test(container.path("securityContext")))
                .map(container -> container.path("name").asText())
                .toList();
    }
}
