package dev.caravel.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;

/** One of {@code x-kubernetes-validations}, as it is written. */
record Rule(
        String rule,
        String message,
        String messageExpression,
        String reason,
        String fieldPath,
        boolean optionalOldSelf,
        JsonNode source) {
    static Rule of(JsonNode source) {
        return new Rule(
                source.path("rule").asText(),
                source.path("message").asText(),
                source.path("messageExpression").asText(),
                source.path("reason").asText(),
                source.path("fieldPath").asText(),
                source.path("optionalOldSelf").asBoolean(),
                source);
    }

    /** How the rule is called in messages about it. */
    String title() {
        return message.isEmpty() ? rule.strip() : message.strip();
    }

    String failure() {
        return message.isEmpty() ? "failed rule: " + rule.strip() : message.strip();
    }
}
