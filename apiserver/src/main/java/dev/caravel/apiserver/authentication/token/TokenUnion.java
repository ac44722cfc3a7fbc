package dev.caravel.apiserver.authentication.token;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks token authenticators in their order; the first that knows the holder wins. */
public final class TokenUnion implements TokenAuthenticator {
    private final List<TokenAuthenticator> authenticators;

    public TokenUnion(List<TokenAuthenticator> authenticators) {
        this.authenticators = List.copyOf(authenticators);
    }

    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) throws AuthenticationException {
        List<String> failures = new ArrayList<>();
        for (TokenAuthenticator authenticator : authenticators) {
            try {
                Optional<Holder> holder = authenticator.authenticate(token, audiences);
                if (holder.isPresent()) {
                    return holder;
                }
            } catch (AuthenticationException e) {
                failures.add(e.getMessage());
            }
        }
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        throw new AuthenticationException(
                failures.size() == 1 ? failures.getFirst() : "[" + String.join(", ", failures) + "]");
    }
}
