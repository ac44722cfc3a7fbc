package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.policy.MatchConditions;
import dev.caravel.apiserver.admission.policy.MatchResources;
import dev.caravel.apiserver.admission.policy.PolicyEnvironment;
import dev.caravel.apiserver.webhook.ClientConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One webhook of a configuration.
 *
 * @param match empty when there are no rules, which match nothing
 * @param harmless whether it may be called for a dry run
 * @param repeatable whether it wants to be called again when others have changed what it saw
 * @param reviewVersion the first of those that it takes which this server speaks
 */
record Webhook(
        String configuration,
        String name,
        ClientConfig client,
        Optional<MatchResources> match,
        MatchConditions conditions,
        boolean ignoresFailures,
        boolean harmless,
        boolean repeatable,
        Duration timeout,
        Optional<String> reviewVersion) {
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;
    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");

    /** Those of a configuration, in its order. */
    static List<Webhook> allOf(ObjectNode configuration) {
        String name = configuration.at("/metadata/name").asText();
        List<Webhook> webhooks = new ArrayList<>();
        configuration.path("webhooks").forEach(webhook -> webhooks.add(of(name, webhook)));
        return webhooks;
    }

    private static Webhook of(String configuration, JsonNode webhook) {
        String sideEffects = webhook.path("sideEffects").asText();
        return new Webhook(
                configuration,
                webhook.path("name").asText(),
                ClientConfig.of(webhook.path("clientConfig")),
                match(webhook),
                MatchConditions.of(webhook.path("matchConditions"), PolicyEnvironment.of(false, true)),
                webhook.path("failurePolicy").asText().equals("Ignore"),
                sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"),
                webhook.path("reinvocationPolicy").asText().equals("IfNeeded"),
                Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(DEFAULT_TIMEOUT_SECONDS)),
                StreamSupport.stream(webhook.path("admissionReviewVersions").spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(REVIEW_VERSIONS::contains)
                        .findFirst());
    }

    private static Optional<MatchResources> match(JsonNode webhook) {
        if (webhook.path("rules").isEmpty()) {
            return Optional.empty();
        }
        ObjectNode match = ((ObjectNode) webhook).objectNode();
        match.set("namespaceSelector", webhook.path("namespaceSelector"));
        match.set("objectSelector", webhook.path("objectSelector"));
        match.set("resourceRules", webhook.path("rules"));
        match.set("matchPolicy", webhook.path("matchPolicy"));
        return Optional.of(MatchResources.of(match));
    }
}
