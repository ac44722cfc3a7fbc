package dev.caravel.apiserver.authentication;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Whoever offers no credentials at all is {@code system:anonymous}; bad credentials stay an error. */
public final class AnonymousFallback implements Authenticator {
    private static final UserInfo ANONYMOUS = UserInfo.of(UserInfo.ANONYMOUS, UserInfo.GROUP_UNAUTHENTICATED);

    private final Authenticator authenticator;

    public AnonymousFallback(Authenticator authenticator) {
        this.authenticator = requireNonNull(authenticator, "authenticator is null");
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        return Optional.of(authenticator.authenticate(credentials).orElse(ANONYMOUS));
    }
}
