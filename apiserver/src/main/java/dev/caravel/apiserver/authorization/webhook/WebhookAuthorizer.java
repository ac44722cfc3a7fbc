package dev.caravel.apiserver.authorization.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.RuleResolver;
import dev.caravel.apiserver.authorization.webhook.AccessConditions.Match;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ExpiringCache;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.ReviewFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Asks a webhook, by {@code SubjectAccessReview}s, and remembers its answers. Closing it closes its connections. */
public final class WebhookAuthorizer implements Authorizer, RuleResolver, AutoCloseable {
    private static final Logger log = Logger.getLogger(WebhookAuthorizer.class);

    private static final int REMEMBERED = 8192;

    /** What is longer, may have been made up to fill the memory. */
    private static final int MAX_REMEMBERED_LENGTH = 10_000;

    /**
     * How a webhook is asked.
     *
     * @param onFailure {@code NO_OPINION} or {@code DENY}
     * @param allowedFor how long a permission is remembered
     * @param refusedFor how long anything else is remembered
     */
    public record Settings(
            String name,
            ReviewVersion version,
            Verdict onFailure,
            Duration allowedFor,
            Duration refusedFor,
            AccessConditions conditions) {
        public Settings {
            requireNonNull(name, "name is null");
            requireNonNull(version, "version is null");
            requireNonNull(onFailure, "onFailure is null");
            requireNonNull(allowedFor, "allowedFor is null");
            requireNonNull(refusedFor, "refusedFor is null");
            requireNonNull(conditions, "conditions is null");
        }
    }

    private final Settings settings;
    private final ReviewClient client;
    private final Backoff backoff;
    private final WebhookMetrics metrics;
    private final ExpiringCache<Decision> remembered;

    public WebhookAuthorizer(
            Settings settings, ReviewClient client, Backoff backoff, WebhookMetrics metrics, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.client = requireNonNull(client, "client is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.remembered = new ExpiringCache<>(REMEMBERED, clock);
    }

    @Override
    public Decision authorize(Attributes asked) {
        ObjectNode spec = AccessReviewSpec.of(asked);
        Optional<Decision> unasked =
                switch (metrics.matching(settings.name(), settings.conditions(), asked)) {
                    case Match.Yes _ -> Optional.empty();
                    case Match.No _ -> Optional.of(NO_OPINION);
                    case Match.Failed failed -> Optional.of(failure(failed.error()));
                };
        if (unasked.isPresent()) {
            return unasked.get();
        }
        String key = spec.toString();
        return remembered.get(key).orElseGet(() -> ask(asked, spec, key));
    }

    private Decision ask(Attributes asked, ObjectNode spec, String key) {
        try {
            ObjectNode review = settings.version().review(spec);
            Decision decision = backoff.retry(() -> metrics.call(settings.name(), () -> post(review)));
            if (length(asked) < MAX_REMEMBERED_LENGTH) {
                remembered.put(key, decision, decision.allowed() ? settings.allowedFor() : settings.refusedFor());
            }
            return decision;
        } catch (ReviewFailure e) {
            log.errorf("Failed to make webhook authorizer request of \"%s\": %s", settings.name(), e.getMessage());
            if (settings.onFailure() == Verdict.NO_OPINION && e.result() != ReviewFailure.Result.CANCELED) {
                metrics.failedOpen(settings.name(), e.result());
            }
            return failure(e.getMessage());
        }
    }

    private Decision post(ObjectNode review) throws ReviewFailure {
        ObjectNode answer = client.post(review);
        try {
            return settings.version().decision(answer);
        } catch (IllegalArgumentException e) {
            throw new ReviewFailure(ReviewFailure.Result.ERROR, false, e.getMessage());
        }
    }

    private Decision failure(String error) {
        return new Decision(settings.onFailure(), "", error);
    }

    private static int length(Attributes asked) {
        return Stream.of(
                        asked.namespace(),
                        asked.verb(),
                        asked.group(),
                        asked.version(),
                        asked.resource(),
                        asked.subresource(),
                        asked.name(),
                        asked.path())
                .mapToInt(String::length)
                .sum();
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return new Rules(List.of(), false, "webhook authorizer does not support user rule resolution");
    }

    @Override
    public void close() {
        client.close();
    }
}
