package dev.caravel.apiserver.authentication.serviceaccount;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jose4j.jws.AlgorithmIdentifiers;

/** The keys of service account tokens: their files, names and algorithms. */
public final class SigningKeys {
    private SigningKeys() {}

    /**
     * All public keys of a PEM file, those of private keys and certificates included.
     *
     * @throws IOException when there is none
     */
    public static List<PublicKey> readPublic(Path file) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        List<PublicKey> keys = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                switch (block) {
                    case SubjectPublicKeyInfo info -> keys.add(converter.getPublicKey(info));
                    case PEMKeyPair pair -> keys.add(converter.getPublicKey(pair.getPublicKeyInfo()));
                    case PrivateKeyInfo info -> keys.add(converter.getPublicKey(publicOf(info, file)));
                    case X509CertificateHolder certificate ->
                        keys.add(converter.getPublicKey(certificate.getSubjectPublicKeyInfo()));
                    default -> {}
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(file + " does not contain a valid PEM-encoded RSA or ECDSA key");
        }
        return keys;
    }

    private static SubjectPublicKeyInfo publicOf(PrivateKeyInfo info, Path file) throws IOException {
        if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw new IOException(file + ": give the public key, it cannot be told from an EC key in PKCS #8");
        }
        RSAPrivateKey key = RSAPrivateKey.getInstance(info.parsePrivateKey());
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPublicKey(key.getModulus(), key.getPublicExponent()));
    }

    /** The key's name in tokens: the hash of its encoding. */
    public static String id(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String algorithm(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            return AlgorithmIdentifiers.RSA_USING_SHA256;
        }
        return switch (ec.getParams().getCurve().getField().getFieldSize()) {
            case 256 -> AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
            case 384 -> AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384;
            case 521 -> AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512;
            default -> throw new IllegalArgumentException("unknown private key curve, must be 256, 384, or 521");
        };
    }
}
