package dev.caravel.apiserver.authentication.token;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.config.Sha256;
import dev.caravel.apiserver.authentication.token.TokenReviewVersion.Answer;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ExpiringCache;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.ReviewFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks a webhook whose a token is, and remembers what it has said for a while. Thread-safe; blocks. */
public final class WebhookTokens implements TokenAuthenticator, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WebhookTokens.class);
    private static final int REMEMBERED = 32 * 1024;

    private final TokenReviewVersion version;
    private final ReviewClient client;
    private final Backoff backoff;
    private final List<String> apiAudiences;
    private final Duration rememberedFor;

    /** By the hash of the token, so that tokens are not kept in memory. */
    private final ExpiringCache<Optional<Holder>> remembered;

    /**
     * @param apiAudiences of tokens for which the webhook names none
     * @param rememberedFor how long answers that tell of no error hold; zero for not at all
     */
    public WebhookTokens(
            TokenReviewVersion version,
            ReviewClient client,
            Backoff backoff,
            List<String> apiAudiences,
            Duration rememberedFor,
            Clock clock) {
        this.version = requireNonNull(version, "version is null");
        this.client = requireNonNull(client, "client is null");
        this.backoff = requireNonNull(backoff, "backoff is null");
        this.apiAudiences = List.copyOf(apiAudiences);
        this.rememberedFor = requireNonNull(rememberedFor, "rememberedFor is null");
        this.remembered = new ExpiringCache<>(REMEMBERED, clock);
    }

    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) throws AuthenticationException {
        ObjectNode review = version.review(token, audiences);
        String key = Sha256.of(review.path("spec").toString());
        Optional<Optional<Holder>> known = remembered.get(key);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Holder> holder = holder(ask(review), audiences);
        remembered.put(key, holder, rememberedFor);
        return holder;
    }

    private Answer ask(ObjectNode review) throws AuthenticationException {
        try {
            return backoff.retry(() -> post(review));
        } catch (ReviewFailure e) {
            LOG.errorf("Failed to make webhook authenticator request: %s", e.getMessage());
            throw new AuthenticationException(e.getMessage());
        }
    }

    private Answer post(ObjectNode review) throws ReviewFailure {
        ObjectNode answer = client.post(review);
        try {
            return version.answer(answer);
        } catch (IllegalArgumentException e) {
            throw new ReviewFailure(ReviewFailure.Result.ERROR, false, e.getMessage());
        }
    }

    private Optional<Holder> holder(Answer answer, List<String> audiences) throws AuthenticationException {
        List<String> meant = answer.audiences().isEmpty() ? apiAudiences : answer.audiences();
        List<String> both = audiences.stream().filter(meant::contains).toList();
        if (both.isEmpty() && !audiences.isEmpty()) {
            return Optional.empty();
        }
        if (!answer.authenticated() && !answer.error().isEmpty()) {
            throw new AuthenticationException(answer.error());
        }
        return answer.authenticated() ? Optional.of(new Holder(answer.user(), both)) : Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
