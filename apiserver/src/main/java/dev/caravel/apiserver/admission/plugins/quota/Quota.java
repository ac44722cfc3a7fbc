package dev.caravel.apiserver.admission.plugins.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.admission.resources.ResourceAmounts;
import java.util.List;

/** A ResourceQuota as its status tells it: what is enforced is what the quota controller has counted. */
record Quota(String name, ResourceAmounts hard, ResourceAmounts used, List<QuotaScope> scopes) {
    static Quota of(JsonNode quota) {
        return new Quota(
                quota.at("/metadata/name").asText(),
                ResourceAmounts.of(quota.at("/status/hard")),
                ResourceAmounts.of(quota.at("/status/used")),
                QuotaScope.of(quota.path("spec")));
    }

    Quota withUsed(ResourceAmounts amounts) {
        return new Quota(name, hard, amounts, scopes);
    }
}
