package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.policy.ValidatingPolicy.Fault;
import dev.caravel.apiserver.audit.Audit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What one policy adds to the audit record of a request. For one request, by its thread. */
final class PolicyAnnotations {
    private static final String FAILURE = "validation.policy.admission.k8s.io/validation_failure";
    private static final int MAX_VALUE = 10 * 1024;

    private final String policy;
    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    PolicyAnnotations(String policy) {
        this.policy = policy;
    }

    void add(String key, String value) {
        values.computeIfAbsent(key, _ -> new LinkedHashSet<>())
                .add(value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value);
    }

    /** Different values of one key, from several bindings, stand side by side. */
    void publish() {
        values.forEach((key, all) -> Audit.annotate(policy + "/" + key, String.join(", ", all)));
    }

    static void publishFailure(String policy, PolicyBinding binding, Fault fault) {
        ArrayNode failures = JsonNodeFactory.instance.arrayNode();
        ObjectNode failure = failures.addObject()
                .put("message", fault.message())
                .put("policy", policy)
                .put("binding", binding.name())
                .put("expressionIndex", Math.max(0, fault.index()));
        ArrayNode actions = failure.putArray("validationActions");
        binding.actions().forEach(actions::add);
        Audit.annotate(FAILURE, failures.toString());
    }
}
