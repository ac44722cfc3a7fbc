package dev.caravel.apiserver.serving;

import dev.caravel.machinery.pki.PemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** A certificate, those that vouch for it, and its key. */
record KeyedChain(List<X509Certificate> certificates, PrivateKey key) {
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA", "Ed25519", "Ed25519");

    KeyedChain {
        certificates = List.copyOf(certificates);
    }

    /** @throws IOException when a file cannot be read, or the key is another certificate's */
    static KeyedChain read(Path certificate, Path privateKey) throws IOException {
        PrivateKey key = PemFiles.readPrivateKey(privateKey);
        try (InputStream in = Files.newInputStream(certificate)) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new IOException(certificate + " holds no certificate");
            }
            if (!belong(certificates.getFirst(), key)) {
                throw new IOException(privateKey + " is not the key of " + certificate);
            }
            return new KeyedChain(certificates, key);
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + ": " + e.getMessage(), e);
        }
    }

    /** A name that no other chain has. */
    String alias() {
        X509Certificate own = certificates.getFirst();
        return own.getSerialNumber().toString(Character.MAX_RADIX) + "@"
                + own.getNotBefore().getTime() + "@" + Integer.toHexString(own.hashCode());
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null || !certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        byte[] message = {1};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(message);
        return signature.verify(signed);
    }
}
