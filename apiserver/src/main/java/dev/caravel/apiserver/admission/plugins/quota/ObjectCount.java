package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.machinery.quantity.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Counts objects of any resource, by {@code count/<resource>.<group>}, and a few by their plain name as of old. */
final class ObjectCount implements UsageEvaluator {
    private static final Set<String> PLAIN =
            Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

    private final ResourceAmounts one;

    ObjectCount(GroupResource resource) {
        Map<String, Quantity> amounts = new LinkedHashMap<>();
        amounts.put(nameOf(resource), ResourceAmounts.ONE);
        if (resource.group().isEmpty() && PLAIN.contains(resource.resource())) {
            amounts.put(resource.resource(), ResourceAmounts.ONE);
        }
        one = new ResourceAmounts(amounts);
    }

    static String nameOf(GroupResource resource) {
        return "count/" + resource;
    }

    @Override
    public boolean measures(String resourceName) {
        return one.names().contains(resourceName);
    }

    @Override
    public ResourceAmounts usage(JsonNode object) {
        return one;
    }
}
