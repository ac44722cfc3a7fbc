package dev.caravel.apiserver.authentication;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts everyone who has shown an identity into {@code system:authenticated}. */
public final class AuthenticatedGroup implements Authenticator {
    private final Authenticator authenticator;

    public AuthenticatedGroup(Authenticator authenticator) {
        this.authenticator = requireNonNull(authenticator, "authenticator is null");
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        return authenticator.authenticate(credentials).map(AuthenticatedGroup::join);
    }

    public static UserInfo join(UserInfo user) {
        List<String> groups = user.groups();
        if (user.name().equals(UserInfo.ANONYMOUS)
                || groups.contains(UserInfo.GROUP_AUTHENTICATED)
                || groups.contains(UserInfo.GROUP_UNAUTHENTICATED)) {
            return user;
        }
        List<String> joined = new ArrayList<>(groups);
        joined.add(UserInfo.GROUP_AUTHENTICATED);
        return new UserInfo(user.name(), user.uid(), joined, user.extra());
    }
}
