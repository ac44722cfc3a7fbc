package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.audit.Audit;
import dev.caravel.apiserver.resource.validation.Formats;
import org.jboss.logging.Logger;

/** What the audit log is told of calls to webhooks; to be called on the thread of the request. */
final class WebhookFindings {
    private static final Logger log = Logger.getLogger(WebhookFindings.class);

    private static final String MUTATION = "mutation.webhook.admission.k8s.io/";
    private static final String PATCH = "patch.webhook.admission.k8s.io/";
    private static final String FAILED_OPEN = "failed-open.";
    private static final String VALIDATION = "validating.webhook.admission.k8s.io/";

    private WebhookFindings() {}

    /** Where among the calls for a request one stands. */
    private static String place(int round, int index) {
        return "round_%d_index_%d".formatted(round, index);
    }

    static void mutated(Webhook webhook, int round, int index, boolean changed) {
        Audit.annotate(
                MUTATION + place(round, index),
                about(webhook).put("mutated", changed).toString());
    }

    /** A patch is part of what is written, and told where that is told. */
    static void patched(Webhook webhook, int round, int index, JsonNode patch) {
        ObjectNode value = about(webhook);
        value.set("patch", patch);
        Audit.annotateWithRequest(
                PATCH + place(round, index), value.put("patchType", "JSONPatch").toString());
    }

    static void failedOpen(Webhook webhook, Verdict.Kind kind, int round, int index) {
        String prefix = kind == Verdict.Kind.MUTATING ? MUTATION : VALIDATION;
        Audit.annotate(FAILED_OPEN + prefix + place(round, index), webhook.name());
    }

    /** What the webhook itself wants to have noted. */
    static void noted(Webhook webhook, Verdict verdict) {
        verdict.annotations().forEach((name, value) -> {
            String key = webhook.name() + "/" + name;
            if (name.contains("/")
                    || !Formats.named("qualifiedName").faults(text(key)).isEmpty()) {
                log.warnf(
                        "Failed to set admission audit annotation %s of webhook %s: the key is invalid",
                        key, webhook.name());
            } else {
                Audit.annotate(key, value);
            }
        });
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static ObjectNode about(Webhook webhook) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("configuration", webhook.configuration())
                .put("webhook", webhook.name());
    }
}
