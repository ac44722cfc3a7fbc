package dev.caravel.apiserver.admission.webhook;

import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.ExemptResources;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.webhook.WebhookClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all webhooks of ValidatingWebhookConfigurations at once; any of them may refuse. */
public final class ValidatingWebhookAdmission implements AdmissionPlugin {
    public static final String NAME = "ValidatingAdmissionWebhook";

    private record Answered(Question question, Outcome outcome, Duration duration) {}

    private final ConfiguredWebhooks webhooks;
    private final WebhookSelection selection;
    private final WebhookCaller caller;
    private final Settlement settlement;

    public ValidatingWebhookAdmission(
            WebhookClient client,
            ResourceCatalog catalog,
            ObjectReader reader,
            Authorizer authorizer,
            MeterRegistry registry) {
        WebhookMetrics metrics = new WebhookMetrics(registry, Verdict.Kind.VALIDATING);
        this.webhooks = new ConfiguredWebhooks(reader, "validatingwebhookconfigurations");
        this.selection = new WebhookSelection(catalog, reader, authorizer, metrics);
        this.caller = new WebhookCaller(client, Verdict.Kind.VALIDATING);
        this.settlement = new Settlement(Verdict.Kind.VALIDATING, metrics);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isReady() {
        return webhooks.readiness().isReady();
    }

    @Override
    public boolean seesConnections() {
        return true;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (ExemptResources.fromWebhooks(request)) {
            return;
        }
        webhooks.readiness().require(request);
        List<Question> questions = webhooks.present().stream()
                .flatMap(webhook -> selection.select(webhook, request).stream())
                .toList();
        if (!questions.isEmpty()) {
            settle(askAll(questions));
        }
    }

    /** In the order of the questions, whoever answers first. */
    private List<Answered> askAll(List<Question> questions) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answered>> calls = questions.stream()
                    .<Callable<Answered>>map(it -> () -> ask(it))
                    .toList();
            List<Answered> answers = new ArrayList<>();
            for (Future<Answered> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Statuses.timeout("Timeout: request did not complete within requested timeout");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a webhook could not be asked", e.getCause());
        }
    }

    private Answered ask(Question question) {
        long begun = System.nanoTime();
        Outcome outcome = caller.ask(question);
        return new Answered(question, outcome, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** All have their say; the first refusal counts. */
    private void settle(List<Answered> answers) {
        List<ApiException> refusals = new ArrayList<>();
        for (int index = 0; index < answers.size(); index++) {
            Answered answered = answers.get(index);
            Optional<ApiException> refusal =
                    settlement.settle(answered.question(), index, answered.outcome(), answered.duration());
            refusal.ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            throw refusals.getFirst();
        }
    }
}
