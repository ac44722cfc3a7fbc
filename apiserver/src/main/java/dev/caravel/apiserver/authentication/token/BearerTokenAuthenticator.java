package dev.caravel.apiserver.authentication.token;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.Authenticator;
import dev.caravel.apiserver.authentication.UserInfo;
import java.util.List;
import java.util.Optional;

/** Users by the token in their request. A token that nobody knows is an error, not no token. */
public final class BearerTokenAuthenticator implements Authenticator {
    private final TokenAuthenticator tokens;
    private final List<String> apiAudiences;

    public BearerTokenAuthenticator(TokenAuthenticator tokens, List<String> apiAudiences) {
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.apiAudiences = List.copyOf(apiAudiences);
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        if (credentials.bearerToken().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(tokens.authenticate(credentials.bearerToken().get(), apiAudiences)
                .orElseThrow(() -> new AuthenticationException("invalid bearer token"))
                .user());
    }
}
