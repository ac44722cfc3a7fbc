package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** Whether a container is started again after it has ended: by its own rules (KEP-5307), its own policy, or the pod's. */
final class ContainerRestarts {
    private ContainerRestarts() {}

    /** Whether the end of one may start all of them. */
    static boolean ofAll(JsonNode spec) {
        return Stream.of("initContainers", "containers")
                .flatMap(list -> spec.path(list).valueStream())
                .flatMap(container -> container.path("restartPolicyRules").valueStream())
                .anyMatch(rule -> rule.path("action").asText().equals("RestartAllContainers"));
    }

    static boolean of(JsonNode container, JsonNode spec, int exitCode) {
        String own = container.path("restartPolicy").asText();
        if (own.isEmpty()) {
            return byPolicy(spec.path("restartPolicy").asText(), exitCode);
        }
        return container
                .path("restartPolicyRules")
                .valueStream()
                .filter(rule -> matches(rule.path("exitCodes"), exitCode))
                .findFirst()
                .map(rule -> rule.path("action").asText().startsWith("Restart"))
                .orElseGet(() -> byPolicy(own, exitCode));
    }

    private static boolean matches(JsonNode codes, int exitCode) {
        boolean listed = codes.path("values").valueStream().anyMatch(code -> code.asInt() == exitCode);
        return switch (codes.path("operator").asText()) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            default -> false;
        };
    }

    private static boolean byPolicy(String policy, int exitCode) {
        return switch (policy) {
            case "OnFailure" -> exitCode != 0;
            case "Never" -> false;
            default -> true;
        };
    }
}
