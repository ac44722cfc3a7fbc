package dev.caravel.controllers.quota;

import io.fabric8.kubernetes.api.model.ResourceQuotaSpec;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirement;
import io.fabric8.kubernetes.api.model.ScopedResourceSelectorRequirementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The scopes of a quota: what must hold of objects for it to count them. */
final class Scopes {
    private Scopes() {}

    static List<ScopedResourceSelectorRequirement> of(ResourceQuotaSpec spec) {
        List<ScopedResourceSelectorRequirement> scopes = new ArrayList<>();
        for (String name : spec.getScopes()) {
            scopes.add(new ScopedResourceSelectorRequirementBuilder()
                    .withScopeName(name)
                    .withOperator("Exists")
                    .build());
        }
        if (spec.getScopeSelector() != null) {
            scopes.addAll(spec.getScopeSelector().getMatchExpressions());
        }
        return scopes;
    }

    /** Whether an object that has {@code present} as its values for the scope is within it. */
    static boolean admits(ScopedResourceSelectorRequirement scope, Set<String> present) {
        return switch (scope.getOperator()) {
            case "Exists" -> !present.isEmpty();
            case "DoesNotExist" -> present.isEmpty();
            case "In" -> present.stream().anyMatch(scope.getValues()::contains);
            case "NotIn" ->
                present.isEmpty()
                        || present.stream().anyMatch(value -> !scope.getValues().contains(value));
            default -> false;
        };
    }
}
