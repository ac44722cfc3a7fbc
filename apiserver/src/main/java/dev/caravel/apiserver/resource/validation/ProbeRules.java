package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.validation.ValidationRule.Subject;
import java.util.Map;

/** Rules of probes. */
final class ProbeRules {
    static final Map<String, ValidationRule> BY_NAME = Map.of("probeGrace", ProbeRules::probeGrace);

    private ProbeRules() {}

    private static void probeGrace(Subject probe) {
        var grace = probe.at("terminationGracePeriodSeconds");
        if (!grace.isNumber()) {
            return;
        }
        if (grace.asLong() <= 0) {
            probe.invalid("terminationGracePeriodSeconds", grace, "must be greater than 0");
        }
        if (probe.path().endsWith(".readinessProbe")) {
            probe.invalid("terminationGracePeriodSeconds", grace, "must not be set for readinessProbes");
        }
    }
}
