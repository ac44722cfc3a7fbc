package dev.caravel.apiserver.authentication.token;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import java.util.List;
import java.util.Optional;

/** Tells who holds a bearer token. Thread-safe, may block. */
public interface TokenAuthenticator {
    /** @param audiences those of the audiences asked for that the token is meant for */
    record Holder(UserInfo user, List<String> audiences) {}

    /**
     * Empty when the token is not of this kind.
     *
     * @param audiences whoever takes the token for proof; the token must be meant for one of them
     */
    Optional<Holder> authenticate(String token, List<String> audiences) throws AuthenticationException;
}
