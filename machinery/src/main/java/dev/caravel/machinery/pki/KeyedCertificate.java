package dev.caravel.machinery.pki;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the private key that it speaks for. */
public record KeyedCertificate(X509Certificate certificate, PrivateKey key) {
    public KeyedCertificate {
        requireNonNull(certificate, "certificate is null");
        requireNonNull(key, "key is null");
    }

    @Override
    public String toString() {
        return "KeyedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
