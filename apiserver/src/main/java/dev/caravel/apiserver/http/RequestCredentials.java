package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.Authenticator.Credentials;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Takes from a request what it offers as proof of identity. */
final class RequestCredentials {
    private static final String BEARER = "bearer ";

    private RequestCredentials() {}

    static Credentials of(HttpServerRequest request) {
        return new Credentials(
                bearerToken(request.getHeader("Authorization")), certificates(request.sslSession()), request.headers());
    }

    private static Optional<String> bearerToken(String authorization) {
        return Optional.ofNullable(authorization)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).trim())
                .filter(token -> !token.isEmpty());
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        if (session == null) {
            return List.of();
        }
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : session.getPeerCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
            return certificates;
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the client offered none
        }
    }
}
