package dev.caravel.apiserver.authentication.serviceaccount;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.PublicKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Signs tokens in the name of this cluster. Thread-safe. */
public final class TokenIssuer {
    private final String issuer;
    private final PrivateKey key;
    private final String keyId;
    private final String algorithm;

    /** @param publicKey of the same pair */
    public TokenIssuer(String issuer, PrivateKey key, PublicKey publicKey) {
        this.issuer = requireNonNull(issuer, "issuer is null");
        this.key = requireNonNull(key, "key is null");
        this.keyId = SigningKeys.id(publicKey);
        this.algorithm = SigningKeys.algorithm(publicKey);
    }

    String issuer() {
        return issuer;
    }

    String sign(ServiceAccountToken token) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setPayload(token.claims().toString());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token: " + e.getMessage(), e);
        }
    }
}
