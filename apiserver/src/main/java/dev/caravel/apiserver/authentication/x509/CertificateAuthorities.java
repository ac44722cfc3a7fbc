package dev.caravel.apiserver.authentication.x509;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.files.Reloaded;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A bundle of authorities whose word on clients is trusted. Thread-safe. */
public final class CertificateAuthorities {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Set<TrustAnchor> anchors;
    private final Clock clock;

    /** Chains with the time that their signatures need not be checked again in: that takes longer than all else of a small request. */
    private final Remembered<List<X509Certificate>, Validity> verified = new Remembered<>();

    public CertificateAuthorities(Collection<X509Certificate> authorities, Clock clock) {
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws IOException when the file holds no certificates in PEM to begin with */
    public static Reloaded<CertificateAuthorities> follow(Path bundle, Clock clock) throws IOException {
        return Reloaded.of(bundle, content -> new CertificateAuthorities(parse(bundle, content), clock));
    }

    private static List<X509Certificate> parse(Path bundle, byte[] content) throws IOException {
        try {
            List<X509Certificate> authorities =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (authorities.isEmpty()) {
                throw new IOException(bundle + " holds no certificates");
            }
            return authorities;
        } catch (CertificateException e) {
            throw new IOException(bundle + " holds no certificates: " + e.getMessage(), e);
        }
    }

    /** Whether an authority is in both. */
    public boolean overlaps(CertificateAuthorities others) {
        return anchors.stream().map(TrustAnchor::getTrustedCert).anyMatch(own -> others.anchors.stream()
                .anyMatch(other -> other.getTrustedCert().equals(own)));
    }

    /**
     * Checks that the first certificate is valid now, made for clients, and signed by one of these authorities, by way of the
     * other certificates if need be.
     */
    void verify(List<X509Certificate> chain) throws AuthenticationException {
        Instant now = clock.instant();
        if (verified.get(chain).filter(validity -> validity.contains(now)).isEmpty()) {
            verified.put(List.copyOf(chain), Validity.ofAll(path(chain, Date.from(now))));
        }
    }

    /** The certificates that lead from the first to an authority; that one not among them. */
    private List<X509Certificate> path(List<X509Certificate> chain, Date now) throws AuthenticationException {
        X509Certificate leaf = chain.getFirst();
        try {
            leaf.checkValidity(now);
            requireClientUsage(leaf);
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(now);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates().stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw bad(leaf, "x509: certificate has expired or is not yet valid: " + e.getMessage());
        } catch (CertPathBuilderException e) {
            throw bad(leaf, "x509: certificate signed by unknown authority");
        } catch (GeneralSecurityException e) {
            throw bad(leaf, e.getMessage());
        }
    }

    private static void requireClientUsage(X509Certificate leaf) throws CertificateException, AuthenticationException {
        List<String> usages = leaf.getExtendedKeyUsage();
        if (usages != null && !usages.contains(CLIENT_AUTH) && !usages.contains(ANY_USAGE)) {
            throw bad(leaf, "x509: certificate specifies an incompatible key usage");
        }
    }

    private static AuthenticationException bad(X509Certificate leaf, String why) {
        return new AuthenticationException(
                "verifying certificate SN=%s failed: %s".formatted(leaf.getSerialNumber(), why));
    }
}
