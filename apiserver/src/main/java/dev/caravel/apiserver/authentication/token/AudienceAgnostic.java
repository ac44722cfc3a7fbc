package dev.caravel.apiserver.authentication.token;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import java.util.List;
import java.util.Optional;

/** Tokens that do not say for whom they are meant: they are for the API server, and prove nothing to anybody else. */
public final class AudienceAgnostic implements TokenAuthenticator {
    private final TokenAuthenticator tokens;
    private final List<String> apiAudiences;

    public AudienceAgnostic(TokenAuthenticator tokens, List<String> apiAudiences) {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.apiAudiences = List.copyOf(apiAudiences);
    }

    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) throws AuthenticationException {
        List<String> both = audiences.stream().filter(apiAudiences::contains).toList();
        if (both.isEmpty() && !audiences.isEmpty()) {
            return Optional.empty();
        }
        return tokens.authenticate(token, both).map(holder -> new Holder(holder.user(), both));
    }
}
