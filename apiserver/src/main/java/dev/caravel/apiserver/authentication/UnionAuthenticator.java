package dev.caravel.apiserver.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks authenticators in their order; the first that knows the user wins, whatever the others made of the credentials. */
public final class UnionAuthenticator implements Authenticator {
    private final List<Authenticator> authenticators;

    public UnionAuthenticator(List<Authenticator> authenticators) {
        this.authenticators = List.copyOf(authenticators);
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        List<String> failures = new ArrayList<>();
        for (Authenticator authenticator : authenticators) {
            try {
                Optional<UserInfo> user = authenticator.authenticate(credentials);
                if (user.isPresent()) {
                    return user;
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
