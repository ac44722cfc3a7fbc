package dev.caravel.apiserver.authentication.x509;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.Authenticator;
import dev.caravel.apiserver.authentication.UserInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Users by client certificate: the common name is the user, the organizations are its groups. */
public final class CertificateAuthenticator implements Authenticator {
    private final Supplier<CertificateAuthorities> authorities;
    private final Remembered<X509Certificate, UserInfo> users = new Remembered<>();

    public CertificateAuthenticator(Supplier<CertificateAuthorities> authorities) {
        this.authorities = requireNonNull(authorities, "authorities is null");
    }

    @Override
    public Optional<UserInfo> authenticate(Credentials credentials) throws AuthenticationException {
        if (credentials.clientCertificates().isEmpty()) {
            return Optional.empty();
        }
        authorities.get().verify(credentials.clientCertificates());
        X509Certificate leaf = credentials.clientCertificates().getFirst();
        Optional<UserInfo> known = users.get(leaf);
        if (known.isPresent()) {
            return known;
        }
        Optional<UserInfo> user = user(leaf);
        user.ifPresent(it -> users.put(leaf, it));
        return user;
    }

    private static Optional<UserInfo> user(X509Certificate leaf) {
        Subject subject = Subject.of(leaf);
        if (subject.commonName().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UserInfo(
                subject.commonName(),
                subject.uid(),
                subject.organizations(),
                Map.of(UserInfo.EXTRA_CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(leaf)))));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256, and the certificate was read from its encoding", e);
        }
    }
}
