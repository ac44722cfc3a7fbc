package dev.caravel.apiserver.kinds.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Sets conditions of a pod's status. */
final class PodConditions {
    private final Clock clock;

    PodConditions(Clock clock) {
        this.clock = clock;
    }

    /** The transition time changes only when the status does. Empty reason and message are left out. */
    void set(ObjectNode pod, String type, String status, String reason, String message) {
        ArrayNode conditions = pod.withObject("/status").withArray("/conditions");
        ObjectNode condition = find(conditions, type);
        if (!condition.path("status").asText().equals(status)) {
            condition.put(
                    "lastTransitionTime",
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        condition.putNull("lastProbeTime");
        condition.put("status", status);
        put(condition, "reason", reason);
        put(condition, "message", message);
    }

    private static ObjectNode find(ArrayNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return (ObjectNode) condition;
            }
        }
        return conditions.addObject().put("type", type);
    }

    private static void put(ObjectNode condition, String field, String text) {
        if (text.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, text);
        }
    }

    static boolean isTrue(JsonNode pod, String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
