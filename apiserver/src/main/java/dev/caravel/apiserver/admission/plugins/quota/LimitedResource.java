package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What nobody may use without a quota that covers it: an entry of {@code ResourceQuotaConfiguration}. */
record LimitedResource(GroupResource resource, List<String> matchContains, List<QuotaScope> matchScopes) {
    static List<LimitedResource> of(JsonNode configuration) {
        return StreamSupport.stream(configuration.path("limitedResources").spliterator(), false)
                .map(entry -> new LimitedResource(
                        new GroupResource(
                                entry.path("apiGroup").asText(),
                                entry.path("resource").asText()),
                        StreamSupport.stream(entry.path("matchContains").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList(),
                        QuotaScope.ofExpressions(entry.path("matchScopes"))))
                .toList();
    }

    /** The resources in {@code usage} that need a quota. */
    Set<String> limited(ResourceAmounts usage) {
        return usage.byName().entrySet().stream()
                .filter(entry -> entry.getValue().signum() > 0)
                .map(Map.Entry::getKey)
                .filter(name -> matchContains.stream().anyMatch(name::contains))
                .collect(Collectors.toSet());
    }
}
