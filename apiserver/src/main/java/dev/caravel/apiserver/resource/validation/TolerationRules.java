package dev.caravel.apiserver.resource.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.List;
import java.util.Map;

/** Which taints a pod stands, and for how long. */
final class TolerationRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of("toleration", TolerationRules::toleration);

    private TolerationRules() {}

    private static void toleration(Subject toleration) {
        var operator = toleration.text("operator");
        var value = TextNode.valueOf(toleration.text("value"));
        if (toleration.text("key").isEmpty() && !operator.equals("Exists")) {
            toleration.invalid(
                    "operator",
                    TextNode.valueOf(operator),
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if (toleration.object().has("tolerationSeconds")
                && !toleration.text("effect").equals("NoExecute")) {
            toleration.invalid(
                    "effect",
                    TextNode.valueOf(toleration.text("effect")),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" -> {
                var faults = Formats.labelValue(value.asText());
                if (!faults.isEmpty()) {
                    toleration.invalid("operator", value, String.join(";", faults));
                }
            }
            case "Exists" -> {
                if (!value.asText().isEmpty()) {
                    toleration.invalid("operator", value, "value must be empty when `operator` is 'Exists'");
                }
            }
            case "Lt", "Gt" -> notSupported(toleration, operator, List.of("Equal", "Exists", "Lt", "Gt"));
            default -> notSupported(toleration, operator, List.of("Equal", "Exists"));
        }
    }

    private static void notSupported(Subject toleration, String operator, List<String> supported) {
        toleration
                .errors()
                .add(FieldError.notSupported(toleration.pathOf("operator"), Values.quote(operator), supported));
    }
}
