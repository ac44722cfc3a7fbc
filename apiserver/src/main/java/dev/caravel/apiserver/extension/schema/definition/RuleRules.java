package dev.caravel.apiserver.extension.schema.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.extension.schema.definition.SchemaPath.NoSuchPathException;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;

/** What {@code x-kubernetes-validations} must be like besides their expressions. */
final class RuleRules {
    private static final List<String> REASONS =
            List.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

    private RuleRules() {}

    static List<FieldError> check(StructuralSchema schema, String path) {
        Requirements requirements = new Requirements();
        List<JsonNode> rules = schema.extensions().validations();
        for (int i = 0; i < rules.size(); i++) {
            check(rules.get(i), schema, path + ".x-kubernetes-validations[" + i + "]", requirements);
        }
        return requirements.errors();
    }

    private static void check(JsonNode said, StructuralSchema schema, String path, Requirements requirements) {
        String rule = said.path("rule").asText("").strip();
        String message = said.path("message").asText("");
        if (rule.isEmpty()) {
            requirements.required(path + ".rule", "rule is not specified");
        } else if (!message.isEmpty() && message.isBlank()) {
            requirements.invalid(path + ".message", message, "must be non-empty if specified");
        } else if (hasLineBreak(message.strip())) {
            requirements.invalid(path + ".message", message, "must not contain line breaks");
        } else if (hasLineBreak(rule) && message.isBlank()) {
            requirements.required(path + ".message", "message must be specified if rule contains line breaks");
        }
        String expression = said.path("messageExpression").asText("");
        if (!expression.isEmpty() && expression.isBlank()) {
            requirements.required(path + ".messageExpression", "messageExpression must be non-empty if specified");
        }
        if (said.hasNonNull("reason") && !REASONS.contains(said.path("reason").asText())) {
            requirements.notSupported(path + ".reason", said.path("reason").asText(), REASONS);
        }
        fieldPath(said.path("fieldPath").asText(""), schema, path + ".fieldPath", requirements);
    }

    private static void fieldPath(String said, StructuralSchema schema, String path, Requirements requirements) {
        if (said.isEmpty()) {
            return;
        }
        if (said.isBlank()) {
            requirements.invalid(path, said, "must be non-empty if specified");
        }
        if (hasLineBreak(said)) {
            requirements.invalid(path, said, "must not contain line breaks");
        }
        try {
            SchemaPath.resolve(said, schema, true);
        } catch (NoSuchPathException e) {
            requirements.invalid(path, said, "must be a valid path");
        }
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
