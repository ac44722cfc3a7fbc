package dev.caravel.apiserver.authorization.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authorization.RuleResolver;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.List;

/** {@code SelfSubjectRulesReview}: lists what the user who asks may do in a namespace. */
public final class RulesReviews implements VirtualResource.Action {
    private final RuleResolver resolver;

    public RulesReviews(RuleResolver resolver) {
        this.resolver = requireNonNull(resolver, "resolver is null");
    }

    @Override
    public ObjectNode create(Context context, ObjectNode review) {
        String namespace = review.at("/spec/namespace").asText();
        if (namespace.isEmpty()) {
            throw Statuses.badRequest("no namespace on request");
        }
        RuleResolver.Rules rules = resolver.rulesFor(context.user(), namespace);
        review.putObject("spec");
        ObjectNode status = review.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        for (PolicyRule rule : rules.rules()) {
            if (!rule.resources().isEmpty()) {
                ObjectNode item = resources.addObject();
                put(item, "verbs", rule.verbs());
                put(item, "apiGroups", rule.groups());
                put(item, "resources", rule.resources());
                put(item, "resourceNames", rule.names());
            }
            if (!rule.paths().isEmpty()) {
                ObjectNode item = paths.addObject();
                put(item, "verbs", rule.verbs());
                put(item, "nonResourceURLs", rule.paths());
            }
        }
        status.put("incomplete", !rules.complete());
        if (!rules.error().isEmpty()) {
            status.put("evaluationError", rules.error());
        }
        return review;
    }

    private static void put(ObjectNode item, String field, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(item.putArray(field)::add);
        }
    }
}
