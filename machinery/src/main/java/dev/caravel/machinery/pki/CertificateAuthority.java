package dev.caravel.machinery.pki;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates with the key of its own self-signed one. Thread-safe. */
public final class CertificateAuthority {
    private static final Duration VALIDITY = Duration.ofDays(3650);
    /** Clocks of the peers may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 120;
    private static final String SIGNATURE = "SHA256withRSA";

    private final KeyedCertificate self;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public CertificateAuthority(KeyedCertificate self, Clock clock) {
        this.self = requireNonNull(self, "self is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** A new authority with a key of its own, valid for ten years. */
    public static CertificateAuthority create(String commonName, Clock clock) {
        KeyPair keys = KeyPairs.generate();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
        Instant now = clock.instant();
        try {
            var extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), now, VALIDITY, new SecureRandom())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            usage(org.bouncycastle.asn1.x509.KeyUsage.keyCertSign
                                    | org.bouncycastle.asn1.x509.KeyUsage.digitalSignature
                                    | org.bouncycastle.asn1.x509.KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(keys.getPublic()));
            return new CertificateAuthority(new KeyedCertificate(sign(builder, keys), keys.getPrivate()), clock);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make the certificate authority " + commonName, e);
        }
    }

    public KeyedCertificate self() {
        return self;
    }

    /** A new key pair and the certificate for it. */
    public KeyedCertificate issue(CertificateRequest request) {
        KeyPair keys = KeyPairs.generate();
        return new KeyedCertificate(issue(request, keys.getPublic()), keys.getPrivate());
    }

    /** A certificate for a key that the requester keeps to itself. */
    public X509Certificate issue(CertificateRequest request, PublicKey key) {
        X500Name issuer = X500Name.getInstance(
                self.certificate().getSubjectX500Principal().getEncoded());
        try {
            var extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(
                            issuer, subject(request), key, clock.instant(), request.validity(), random)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.keyUsage,
                            true,
                            usage(org.bouncycastle.asn1.x509.KeyUsage.digitalSignature
                                    | org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment))
                    .addExtension(Extension.extendedKeyUsage, false, purposes(request))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(self.certificate()));
            List<GeneralName> names = alternativeNames(request);
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            return sign(builder, new KeyPair(self.certificate().getPublicKey(), self.key()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue a certificate to " + request.commonName(), e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration validity, SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(validity)),
                subject,
                key);
    }

    private static X500Name subject(CertificateRequest request) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        request.organizations().forEach(organization -> name.addRDN(BCStyle.O, organization));
        return name.addRDN(BCStyle.CN, request.commonName()).build();
    }

    private static org.bouncycastle.asn1.x509.KeyUsage usage(int bits) {
        return new org.bouncycastle.asn1.x509.KeyUsage(bits);
    }

    private static ExtendedKeyUsage purposes(CertificateRequest request) {
        return new ExtendedKeyUsage(
                request.usages().stream().sorted().map(KeyUsage::purpose).toArray(KeyPurposeId[]::new));
    }

    private static List<GeneralName> alternativeNames(CertificateRequest request) {
        List<GeneralName> names = new ArrayList<>();
        request.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        request.addresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return names;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair signer)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer.getPrivate())));
    }
}
