package dev.caravel.apiserver.authentication;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/** Whoever offers no credentials at all is {@code system:anonymous}; bad credentials stay an error. */
public final class AnonymousFallback implements Authenticator {
    private static final UserInfo ANONYMOUS = UserInfo.of(UserInfo.ANONYMOUS, UserInfo.GROUP_UNAUTHENTICATED);

    private final Authenticator authenticator;
    private final Set<String> paths;

    public AnonymousFallback(Authenticator authenticator) {
        this(authenticator, Set.of());
    }

    /** @param paths the only ones to be asked for by nobody in particular; empty for all */
    public AnonymousFallback(Authenticator authenticator, Set<String> paths) {
        this.authenticator = requireNonNull(authenticator, "authenticator is null");
        this.paths = Set.copyOf(paths);
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        return authenticator
                .authenticate(credentials)
                .or(() -> paths.isEmpty() || paths.contains(credentials.path())
                        ? Optional.of(ANONYMOUS)
                        : Optional.empty());
    }
}
