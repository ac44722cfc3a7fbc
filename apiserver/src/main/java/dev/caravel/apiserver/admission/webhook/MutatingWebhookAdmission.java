package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.policy.Seen;
import dev.caravel.apiserver.admission.webhook.WebhookDispatch.Answered;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.patch.JsonPatcher;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.webhook.WebhookClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets the webhooks of MutatingWebhookConfigurations change objects, one after the other. */
public final class MutatingWebhookAdmission implements AdmissionPlugin {
    public static final String NAME = "MutatingAdmissionWebhook";

    private final WebhookDispatch dispatch;
    private final Webhooks webhooks;
    private final JsonPatcher patcher = new JsonPatcher();

    public MutatingWebhookAdmission(
            WebhookClient client, ResourceCatalog catalog, ObjectReader reader, Authorizer authorizer) {
        this.dispatch = new WebhookDispatch(client, catalog, reader, authorizer);
        this.webhooks = new Webhooks(reader, "mutatingwebhookconfigurations");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Set<Webhook> again = ask(webhooks.present(), request);
        ask(List.copyOf(again), request);
    }

    /** @return those that want to be asked again, since a later one has changed what they saw */
    private Set<Webhook> ask(List<Webhook> all, AdmissionRequest request) {
        Set<Webhook> asked = new LinkedHashSet<>();
        Set<Webhook> again = new LinkedHashSet<>();
        for (Webhook webhook : all) {
            Optional<Answered> answered = dispatch.ask(webhook, request);
            if (answered.isEmpty()) {
                continue;
            }
            if (changes(webhook, answered.get(), request)) {
                again.addAll(asked);
            }
            if (webhook.reinvoked()) {
                asked.add(webhook);
            }
        }
        return again;
    }

    private boolean changes(Webhook webhook, Answered answered, AdmissionRequest request) {
        Optional<byte[]> patch = answered.verdict().patch();
        if (patch.isEmpty() || request.object().isEmpty()) {
            return false;
        }
        ObjectNode object = request.object().get();
        ObjectNode before = object.deepCopy();
        ObjectNode result = patched(webhook, answered.seen(), request.resource(), patch.get());
        object.removeAll();
        object.setAll(result);
        return !before.equals(object);
    }

    private ObjectNode patched(Webhook webhook, Seen seen, Resource own, byte[] patch) {
        Resource as = seen.resource();
        ObjectNode changed;
        try {
            changed = patcher.apply(seen.object().orElseThrow().deepCopy(), patch, as.schema());
        } catch (ApiException e) {
            throw Statuses.internal("failed calling webhook \"%s\": %s".formatted(webhook.name(), e.getMessage()));
        }
        as.prune(changed);
        as.applyDefaults(changed);
        return own.id().equals(as.id()) ? changed : own.fromStorage(as.toStorage(changed));
    }
}
