package dev.caravel.apiserver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.authentication.Authenticator.Credentials;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Takes from a request what it offers as proof of identity. */
final class RequestCredentials {
    private static final String BEARER = "bearer ";
    private static final String WEB_SOCKET_TOKEN = "base64url.bearer.authorization.k8s.io.";

    private RequestCredentials() {}

    static Credentials of(HttpServerRequest request) {
        return new Credentials(
                bearerToken(request.getHeader("Authorization")).or(() -> webSocketToken(request)),
                certificates(request.sslSession()),
                request.headers(),
                request.path());
    }

    private static Optional<String> bearerToken(String authorization) {
        return Optional.ofNullable(authorization)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).trim())
                .filter(token -> !token.isEmpty());
    }

    /** Browsers cannot set headers of a WebSocket, hence the token is given as a protocol. */
    private static Optional<String> webSocketToken(HttpServerRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            return Optional.empty();
        }
        List<String> tokens = request.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(WEB_SOCKET_TOKEN))
                .map(protocol -> protocol.substring(WEB_SOCKET_TOKEN.length()))
                .toList();
        try {
            return tokens.size() == 1
                    ? Optional.of(new String(Base64.getUrlDecoder().decode(tokens.getFirst()), UTF_8))
                            .filter(token -> !token.isEmpty())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // as upstream: no token, then
        }
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
