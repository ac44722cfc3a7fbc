package dev.caravel.apiserver.admission.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.policy.MatchConditions.Outcome;
import dev.caravel.apiserver.admission.policy.RequestNamespaces;
import dev.caravel.apiserver.admission.policy.RequestVariables;
import dev.caravel.apiserver.admission.policy.Seen;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a webhook wants to be asked about a request. Thread-safe. */
final class WebhookSelection {
    private final ResourceCatalog catalog;
    private final RequestNamespaces namespaces;
    private final Authorizer authorizer;
    private final WebhookMetrics metrics;

    WebhookSelection(ResourceCatalog catalog, ObjectReader reader, Authorizer authorizer, WebhookMetrics metrics) {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.namespaces = new RequestNamespaces(reader);
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    /** @throws dev.caravel.apiserver.status.ApiException when its match conditions fail, and that is not to be ignored */
    Optional<Question> select(Webhook webhook, AdmissionRequest request) {
        Optional<Resource> resource =
                webhook.match().flatMap(match -> match.matched(request, catalog, () -> namespaces.of(request)));
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        Seen seen = Seen.of(request, resource.get());
        Map<String, Object> variables =
                RequestVariables.of(request, seen, Optional.of(authorizer), namespaces.of(request), Optional.empty());
        return meetsConditions(webhook, request, variables)
                ? Optional.of(new Question(webhook, request, seen, (ObjectNode) variables.get("request")))
                : Optional.empty();
    }

    private boolean meetsConditions(Webhook webhook, AdmissionRequest request, Map<String, Object> variables) {
        return switch (webhook.conditions().evaluate(variables)) {
            case Outcome.Matches() -> true;
            case Outcome.DoesNotMatch _ -> {
                metrics.excluded(webhook.name(), request.operation());
                yield false;
            }
            case Outcome.Failed(String message) -> {
                metrics.conditionFailed(webhook.name(), request.operation());
                if (webhook.ignoresFailures()) {
                    yield false;
                }
                throw request.forbidden(message);
            }
        };
    }
}
