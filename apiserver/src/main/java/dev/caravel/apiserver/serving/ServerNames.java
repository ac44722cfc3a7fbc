package dev.caravel.apiserver.serving;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names that a server goes by (RFC 6066, RFC 6125). Pure. */
final class ServerNames {
    private static final int DNS = 2;

    private ServerNames() {}

    /** Those that a certificate is made out to. */
    static List<String> of(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.getFirst().equals(DNS))
                    .map(name -> (String) name.getLast())
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of(); // it can still be served to who asks by a pattern
        }
    }

    /** @param pattern a name, or one whose first segments are stars */
    static boolean matches(String pattern, String name) {
        String[] wanted = name.toLowerCase(Locale.ROOT).split("\\.");
        String[] segments = pattern.toLowerCase(Locale.ROOT).split("\\.");
        if (wanted.length != segments.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!segments[i].equals("*") && !segments[i].equals(wanted[i])) {
                return false;
            }
        }
        return true;
    }
}
