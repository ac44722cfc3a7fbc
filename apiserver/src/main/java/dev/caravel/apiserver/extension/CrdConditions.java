package dev.caravel.apiserver.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The conditions in a CustomResourceDefinition's status. */
final class CrdConditions {
    static final String NAMES_ACCEPTED = "NamesAccepted";
    static final String ESTABLISHED = "Established";
    static final String TERMINATING = "Terminating";

    private CrdConditions() {}

    /** @param status {@code True} or {@code False} */
    record Condition(String type, String status, String reason, String message) {}

    static boolean isTrue(JsonNode crd, String type) {
        for (JsonNode condition : crd.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /** Changes the object in place; the time of transition only when the status is another. */
    static void set(ObjectNode crd, Condition wanted, Instant now) {
        ArrayNode conditions = crd.withObject("/status").withArray("conditions");
        for (JsonNode present : conditions) {
            if (present.path("type").asText().equals(wanted.type())) {
                fill((ObjectNode) present, wanted, now);
                return;
            }
        }
        fill(conditions.addObject().put("type", wanted.type()), wanted, now);
    }

    private static void fill(ObjectNode condition, Condition wanted, Instant now) {
        boolean same = condition.path("status").asText().equals(wanted.status());
        condition.put("status", wanted.status());
        if (!same) {
            condition.put(
                    "lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        condition.put("reason", wanted.reason()).put("message", wanted.message());
    }
}
