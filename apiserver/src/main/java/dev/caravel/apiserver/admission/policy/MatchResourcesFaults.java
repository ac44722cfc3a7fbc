package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a {@code MatchResources} that is written. */
final class MatchResourcesFaults {
    private static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");

    private MatchResourcesFaults() {}

    static List<FieldError> of(String path, JsonNode match) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode policy = match.path("matchPolicy");
        if (policy.isTextual() && !MATCH_POLICIES.contains(policy.asText())) {
            errors.add(FieldError.notSupported(path + ".matchPolicy", policy.toString(), MATCH_POLICIES));
        }
        for (String rules : List.of("resourceRules", "excludeResourceRules")) {
            errors.addAll(RuleFaults.ofAll(path + "." + rules, match.path(rules)));
        }
        return errors;
    }
}
