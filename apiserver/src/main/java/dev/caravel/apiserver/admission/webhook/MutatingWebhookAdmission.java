package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.ExemptResources;
import dev.caravel.apiserver.admission.Reinvocation;
import dev.caravel.apiserver.admission.webhook.WebhookPatch.Applied;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.webhook.WebhookClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets the webhooks of MutatingWebhookConfigurations change objects, one after the other. */
public final class MutatingWebhookAdmission implements AdmissionPlugin {
    public static final String NAME = "MutatingAdmissionWebhook";

    private final ConfiguredWebhooks webhooks;
    private final WebhookSelection selection;
    private final WebhookCaller caller;
    private final Settlement settlement;

    public MutatingWebhookAdmission(
            WebhookClient client,
            ResourceCatalog catalog,
            ObjectReader reader,
            Authorizer authorizer,
            MeterRegistry registry) {
        WebhookMetrics metrics = new WebhookMetrics(registry, Verdict.Kind.MUTATING);
        this.webhooks = new ConfiguredWebhooks(reader, "mutatingwebhookconfigurations");
        this.selection = new WebhookSelection(catalog, reader, authorizer, metrics);
        this.caller = new WebhookCaller(client, Verdict.Kind.MUTATING);
        this.settlement = new Settlement(Verdict.Kind.MUTATING, metrics);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isReady() {
        return webhooks.readiness().isReady();
    }

    /** Of deletes and connections, too, which a webhook can only refuse. */
    @Override
    public boolean mutates(Operation operation) {
        return true;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (ExemptResources.fromWebhooks(request)) {
            return;
        }
        webhooks.readiness().require(request);
        List<Webhook> present = webhooks.present();
        if (present.isEmpty()) {
            return;
        }
        Reinvocation.Calls calls = request.reinvocation().of(NAME);
        calls.begin(request.object());
        for (int index = 0; index < present.size(); index++) {
            Optional<Question> question = selection.select(present.get(index), request);
            if (question.isPresent() && calls.isWanted(key(present.get(index)))) {
                ask(question.get(), index, calls);
            }
        }
        calls.end(request.object());
    }

    private static String key(Webhook webhook) {
        return webhook.configuration() + "/" + webhook.name();
    }

    private void ask(Question question, int index, Reinvocation.Calls calls) {
        Webhook webhook = question.webhook();
        AdmissionRequest request = question.request();
        int round = request.reinvocation().round();
        long begun = System.nanoTime();
        Outcome outcome = caller.ask(question);
        Applied applied = outcome instanceof Outcome.Admitted(Verdict verdict)
                ? WebhookPatch.apply(question, verdict)
                : new Applied(outcome, Optional.empty(), Optional.empty());
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        boolean changed = applied.object().isPresent()
                && replace(request, applied.object().get());
        WebhookFindings.mutated(webhook, round, index, changed);
        applied.patch().ifPresent(patch -> WebhookFindings.patched(webhook, round, index, patch));
        Optional<ApiException> refusal = settlement.settle(question, index, applied.outcome(), duration);
        if (changed) {
            calls.changed();
        }
        calls.called(key(webhook), webhook.repeatable());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private static boolean replace(AdmissionRequest request, ObjectNode result) {
        ObjectNode object = request.object().orElseThrow();
        boolean changed = !object.equals(result);
        object.removeAll();
        object.setAll(result);
        return changed;
    }
}
