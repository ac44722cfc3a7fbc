package dev.caravel.apiserver.authentication.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.AuthenticatedGroup;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator.Holder;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.status.Statuses;
import java.util.ArrayList;
import java.util.List;

/** {@code TokenReview}: tells whose a token is. */
public final class TokenReviews implements VirtualResource.Action {
    private final TokenAuthenticator tokens;
    private final List<String> apiAudiences;

    public TokenReviews(TokenAuthenticator tokens, List<String> apiAudiences) {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.apiAudiences = List.copyOf(apiAudiences);
    }

    @Override
    public ObjectNode create(Context context, ObjectNode review) {
        String token = review.at("/spec/token").asText();
        if (token.isEmpty()) {
            throw Statuses.badRequest("token is required for TokenReview in authentication");
        }
        List<String> audiences = new ArrayList<>();
        review.at("/spec/audiences").forEach(audience -> audiences.add(audience.asText()));
        ObjectNode status = review.putObject("status");
        try {
            Holder holder = tokens.authenticate(token, audiences.isEmpty() ? apiAudiences : audiences)
                    .orElseThrow(() -> new AuthenticationException("invalid bearer token"));
            status.put("authenticated", true);
            status.set("user", UserStatus.of(AuthenticatedGroup.join(holder.user())));
            if (!holder.audiences().isEmpty()) {
                holder.audiences().forEach(status.putArray("audiences")::add);
            }
        } catch (AuthenticationException e) {
            status.putObject("user");
            status.put("error", e.getMessage());
        }
        return review;
    }
}
