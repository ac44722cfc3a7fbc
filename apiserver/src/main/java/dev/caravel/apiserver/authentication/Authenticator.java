package dev.caravel.apiserver.authentication;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way of telling who makes a request. Thread-safe; called on a virtual thread, may block. */
public interface Authenticator {
    /**
     * What a request offers as proof of identity.
     *
     * @param bearerToken without the word {@code Bearer}
     * @param clientCertificates as the TLS peer sent them, leaf first, not yet verified; empty without TLS client auth
     * @param headers the request's, for a front proxy's word on who the user is; a name may come several times
     * @param path what is asked for: some of it may be for everyone
     */
    record Credentials(
            Optional<String> bearerToken,
            List<X509Certificate> clientCertificates,
            Iterable<Map.Entry<String, String>> headers,
            String path) {
        public Credentials(Optional<String> bearerToken, List<X509Certificate> clientCertificates) {
            this(bearerToken, clientCertificates, List.of(), "");
        }
    }

    /** Empty when these credentials are not of this kind. */
    Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException;

    /** The credentials are of this authenticator's kind, and are bad: the request gets 401. */
    final class AuthenticationException extends Exception {
        public AuthenticationException(String message) {
            super(message);
        }
    }
}
