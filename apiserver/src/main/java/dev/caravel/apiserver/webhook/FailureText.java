package dev.caravel.apiserver.webhook;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says why a webhook could not be asked in the words of Go's HTTP client, which people search for. */
final class FailureText {
    private FailureText() {}

    /** @param peer where the request was to go */
    static String of(Throwable failure, SocketAddress peer) {
        return switch (failure) {
            case TimeoutException _ -> "context deadline exceeded";
            case UnknownHostException _ -> "dial tcp: lookup %s: no such host".formatted(peer.host());
            case ConnectException e -> "dial tcp %s:%d: connect: %s".formatted(peer.host(), peer.port(), refused(e));
            case SSLException e -> "tls: " + distrust(e);
            case HttpClosedException _ -> "EOF";
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    private static String refused(ConnectException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Connection refused")) {
            return "connection refused";
        }
        return message.contains("timed out") ? "i/o timeout" : message;
    }

    private static String distrust(SSLException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String untrusted = "failed to verify certificate: x509: ";
        return switch (root) {
            case CertPathBuilderException _, CertPathValidatorException _, SignatureException _ ->
                untrusted + "certificate signed by unknown authority";
            case CertificateExpiredException _, CertificateNotYetValidException _ ->
                untrusted + "certificate has expired or is not yet valid: " + root.getMessage();
            case CertificateException _ -> untrusted + root.getMessage();
            default -> root.getMessage();
        };
    }
}
