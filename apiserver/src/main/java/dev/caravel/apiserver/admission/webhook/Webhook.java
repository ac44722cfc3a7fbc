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

/**
 * One webhook of a configuration.
 *
 * @param match absent rules match nothing
 * @param harmless whether it may be called for a dry run
 */
record Webhook(
        String name,
        ClientConfig client,
        MatchResources match,
        MatchConditions conditions,
        boolean ignoresFailures,
        boolean harmless,
        boolean reinvoked,
        Duration timeout,
        String reviewVersion) {
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    /** Those of a configuration that have rules, in its order. */
    static List<Webhook> allOf(ObjectNode configuration) {
        List<Webhook> webhooks = new ArrayList<>();
        for (JsonNode webhook : configuration.path("webhooks")) {
            if (!webhook.path("rules").isEmpty()) {
                webhooks.add(of(webhook));
            }
        }
        return webhooks;
    }

    private static Webhook of(JsonNode webhook) {
        ObjectNode match = ((ObjectNode) webhook).objectNode();
        match.set("namespaceSelector", webhook.path("namespaceSelector"));
        match.set("objectSelector", webhook.path("objectSelector"));
        match.set("resourceRules", webhook.path("rules"));
        match.set("matchPolicy", webhook.path("matchPolicy"));
        String sideEffects = webhook.path("sideEffects").asText();
        return new Webhook(
                webhook.path("name").asText(),
                ClientConfig.of(webhook.path("clientConfig")),
                MatchResources.of(match),
                MatchConditions.of(webhook.path("matchConditions"), PolicyEnvironment.of(false, true)),
                webhook.path("failurePolicy").asText().equals("Ignore"),
                sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"),
                webhook.path("reinvocationPolicy").asText().equals("IfNeeded"),
                Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(DEFAULT_TIMEOUT_SECONDS)),
                reviewVersion(webhook.path("admissionReviewVersions")));
    }

    /** The first that this server speaks. */
    private static String reviewVersion(JsonNode versions) {
        for (JsonNode version : versions) {
            if (version.asText().equals("v1") || version.asText().equals("v1beta1")) {
                return version.asText();
            }
        }
        return "v1";
    }
}
