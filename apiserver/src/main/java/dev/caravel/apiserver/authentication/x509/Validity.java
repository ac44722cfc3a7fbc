package dev.caravel.apiserver.authentication.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** When certificates are valid, both ends included. Immutable. */
record Validity(Instant from, Instant to) {
    /** When all of them are. */
    static Validity ofAll(List<X509Certificate> certificates) {
        Instant from = Instant.MIN;
        Instant to = Instant.MAX;
        for (X509Certificate certificate : certificates) {
            Instant begin = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            from = begin.isAfter(from) ? begin : from;
            to = end.isBefore(to) ? end : to;
        }
        return new Validity(from, to);
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}
