package dev.caravel.apiserver.authentication;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** One way of telling who makes a request. Thread-safe; called on a virtual thread, may block. */
public interface Authenticator {
    /**
     * What a request offers as proof of identity.
     *
     * @param bearerToken without the word {@code Bearer}
     * @param clientCertificates as the TLS peer sent them, leaf first, not yet verified; empty without TLS client auth
     */
    record Credentials(Optional<String> bearerToken, List<X509Certificate> clientCertificates) {}

    /** Empty when these credentials are not of this kind. */
    Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException;

    /** The credentials are of this authenticator's kind, and are bad: the request gets 401. */
    final class AuthenticationException extends Exception {
        public AuthenticationException(String message) {
            super(message);
        }
    }
}
