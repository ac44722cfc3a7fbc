package dev.caravel.apiserver.admission.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.webhook.WebhookClient;
import dev.caravel.apiserver.webhook.WebhookException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Asks one webhook about one request, if it wants to be asked. Thread-safe. */
final class WebhookDispatch {
    private static final Logger log = Logger.getLogger(WebhookDispatch.class);

    private final WebhookClient client;
    private final ResourceCatalog catalog;
    private final RequestNamespaces namespaces;
    private final Authorizer authorizer;

    WebhookDispatch(WebhookClient client, ResourceCatalog catalog, ObjectReader reader, Authorizer authorizer) {
        this.client = requireNonNull(client, "client is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.namespaces = new RequestNamespaces(reader);
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
    }

    /** @param seen the request in the version that the webhook's rules name */
    record Answered(Verdict verdict, Seen seen) {}

    /**
     * Empty when the webhook does not want to be asked, or failed and that is to be ignored.
     *
     * @throws dev.caravel.apiserver.status.ApiException when it refuses, or failed otherwise
     */
    Optional<Answered> ask(Webhook webhook, AdmissionRequest request) {
        Optional<Resource> resource = webhook.match().matched(request, catalog, () -> namespaces.of(request));
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        Seen seen = Seen.of(request, resource.get());
        Map<String, Object> variables =
                RequestVariables.of(request, seen, Optional.of(authorizer), namespaces.of(request), Optional.empty());
        if (!meetsConditions(webhook, request, variables)) {
            return Optional.empty();
        }
        if (request.dryRun() && !webhook.harmless()) {
            throw Statuses.badRequest("admission webhook \"%s\" does not support dry run".formatted(webhook.name()));
        }
        ObjectNode review = review(webhook, request, seen, (ObjectNode) variables.get("request"));
        try {
            Verdict verdict = Verdict.of(review, client.call(webhook.client(), review, webhook.timeout()));
            verdict.warnings().forEach(request.warn());
            if (!verdict.allowed()) {
                throw verdict.refusal(webhook.name());
            }
            return Optional.of(new Answered(verdict, seen));
        } catch (WebhookException e) {
            String what = "failed calling webhook \"%s\": failed to call webhook: %s"
                    .formatted(webhook.name(), e.getMessage());
            if (!webhook.ignoresFailures()) {
                throw Statuses.internal(what);
            }
            log.warnf("%s/%s goes on although it %s", request.namespace(), request.name(), what);
            return Optional.empty();
        }
    }

    private static boolean meetsConditions(Webhook webhook, AdmissionRequest request, Map<String, Object> variables) {
        return switch (webhook.conditions().evaluate(variables)) {
            case Outcome.Matches() -> true;
            case Outcome.DoesNotMatch _ -> false;
            case Outcome.Failed(String message) -> {
                if (webhook.ignoresFailures()) {
                    yield false;
                }
                throw request.forbidden(message);
            }
        };
    }

    private static ObjectNode review(Webhook webhook, AdmissionRequest request, Seen seen, ObjectNode described) {
        ObjectNode review = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "AdmissionReview")
                .put("apiVersion", "admission.k8s.io/" + webhook.reviewVersion());
        ObjectNode asked =
                review.putObject("request").put("uid", UUID.randomUUID().toString());
        asked.setAll(described);
        seen.object().ifPresentOrElse(object -> asked.set("object", object), () -> asked.putNull("object"));
        seen.oldObject().ifPresentOrElse(object -> asked.set("oldObject", object), () -> asked.putNull("oldObject"));
        asked.set("options", options(request));
        return review;
    }

    /** What is known of the options here: their kind, and whether it is a dry run. */
    private static ObjectNode options(AdmissionRequest request) {
        String kind =
                switch (request.operation()) {
                    case CREATE -> "CreateOptions";
                    case UPDATE -> "UpdateOptions";
                    case DELETE -> "DeleteOptions";
                    case CONNECT -> "";
                };
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        if (!kind.isEmpty()) {
            options.put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
            if (request.dryRun()) {
                options.putArray("dryRun").add("All");
            }
        }
        return options;
    }
}
