package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.Map;

/** Rules of RuntimeClasses. */
final class RuntimeClassRules {
    static final Map<String, ValidationRule> BY_NAME =
            Map.of("fixedOverhead", RuntimeClassRules::overhead, "runtimeNodes", RuntimeClassRules::nodes);

    private RuntimeClassRules() {}

    /** Upstream checks them as the limits of a container, and says so in the path. */
    private static void overhead(Subject overhead) {
        overhead.at("podFixed").properties().forEach(amount -> {
            var path = FieldPath.key(overhead.pathOf("limits"), amount.getKey());
            ResourceAmounts.containerResourceName(amount.getKey(), path, overhead.errors());
            if (VolumeRules.isNegative(amount.getValue())) {
                overhead.errors()
                        .add(FieldError.invalid(
                                path, Values.quote(amount.getValue().asText()), "must be greater than or equal to 0"));
            }
        });
    }

    private static void nodes(Subject scheduling) {
        scheduling.at("nodeSelector").properties().forEach(label -> {
            var path = scheduling.pathOf("nodeSelector");
            Formats.qualifiedName(label.getKey())
                    .forEach(fault ->
                            scheduling.errors().add(FieldError.invalid(path, Values.quote(label.getKey()), fault)));
            Formats.labelValue(label.getValue().asText()).forEach(fault -> scheduling
                    .errors()
                    .add(FieldError.invalid(path, label.getValue().toString(), fault)));
        });
    }
}
