package dev.caravel.apiserver.admission.webhook;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.webhook.WebhookClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks all webhooks of ValidatingWebhookConfigurations at once; any of them may refuse. */
public final class ValidatingWebhookAdmission implements AdmissionPlugin {
    public static final String NAME = "ValidatingAdmissionWebhook";

    private final WebhookDispatch dispatch;
    private final Webhooks webhooks;

    public ValidatingWebhookAdmission(
            WebhookClient client, ResourceCatalog catalog, ObjectReader reader, Authorizer authorizer) {
        this.dispatch = new WebhookDispatch(client, catalog, reader, authorizer);
        this.webhooks = new Webhooks(reader, "validatingwebhookconfigurations");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean seesConnections() {
        return true;
    }

    @Override
    public void validate(AdmissionRequest request) {
        List<CompletableFuture<Void>> answers = webhooks.present().stream()
                .map(webhook -> CompletableFuture.runAsync(
                        () -> dispatch.ask(webhook, request),
                        task -> Thread.ofVirtual().name("webhook").start(task)))
                .toList();
        for (CompletableFuture<Void> answer : answers) {
            try {
                answer.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof ApiException refused) {
                    throw refused;
                }
                throw e;
            }
        }
    }
}
