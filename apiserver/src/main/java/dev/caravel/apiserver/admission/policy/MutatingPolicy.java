package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.cel.CelEnvironment;
import java.util.ArrayList;
import java.util.List;

/** A MutatingAdmissionPolicy, compiled when the first request matches. Thread-safe. */
final class MutatingPolicy {
    /** @param mutations in the order in which they are applied */
    record Compiled(PolicyVariables variables, List<PolicyMutation> mutations) {}

    private final String name;
    private final JsonNode spec;
    private final MatchResources match;
    private final MatchConditions conditions;
    private volatile Compiled compiled;

    MutatingPolicy(ObjectNode policy) {
        this.name = policy.path("metadata").path("name").asText();
        this.spec = policy.path("spec");
        this.match = MatchResources.of(spec.path("matchConstraints"));
        this.conditions = MatchConditions.of(spec.path("matchConditions"), environment());
    }

    private CelEnvironment environment() {
        return PolicyEnvironment.of(spec.path("paramKind").isObject(), true);
    }

    String name() {
        return name;
    }

    MatchResources match() {
        return match;
    }

    MatchConditions conditions() {
        return conditions;
    }

    JsonNode paramKind() {
        return spec.path("paramKind");
    }

    boolean ignoresFailures() {
        return spec.path("failurePolicy").asText().equals("Ignore");
    }

    /** Whether to apply the policy again when a later one has changed the object. */
    boolean isReinvoked() {
        return spec.path("reinvocationPolicy").asText().equals("IfNeeded");
    }

    Compiled compiled() {
        if (compiled == null) {
            PolicyVariables variables = PolicyVariables.compile(spec.path("variables"), environment());
            List<PolicyMutation> mutations = new ArrayList<>();
            spec.path("mutations").forEach(it -> mutations.add(PolicyMutation.of(it, variables.environment())));
            compiled = new Compiled(variables, List.copyOf(mutations));
        }
        return compiled;
    }
}
