package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A binding of a policy.
 *
 * @param paramRef missing when the policy is to see no parameters
 * @param actions of validating policies: Deny, Warn, Audit
 */
record PolicyBinding(String name, String policy, JsonNode paramRef, MatchResources match, List<String> actions) {
    static PolicyBinding of(ObjectNode binding) {
        JsonNode spec = binding.path("spec");
        return new PolicyBinding(
                binding.path("metadata").path("name").asText(),
                spec.path("policyName").asText(),
                spec.path("paramRef"),
                MatchResources.of(spec.path("matchResources")),
                StreamSupport.stream(spec.path("validationActions").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }
}
