package dev.caravel.apiserver.authentication.serviceaccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Reads JSON web tokens of known issuers, signed by known keys (RFC 7515). Thread-safe. */
final class TokenSignatures {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private final Set<String> issuers;
    private final Map<String, PublicKey> keys = new LinkedHashMap<>();

    TokenSignatures(List<String> issuers, List<PublicKey> keys) {
        this.issuers = Set.copyOf(issuers);
        keys.forEach(key -> this.keys.put(SigningKeys.id(key), key));
    }

    /** The claims, once the signature is found good; empty when the token is none, or of another issuer. */
    Optional<JsonNode> claims(String token) throws AuthenticationException {
        Optional<JsonNode> claims = unverified(token);
        if (claims.isEmpty() || !issuers.contains(claims.get().path("iss").asText())) {
            return Optional.empty();
        }
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(ALGORITHMS);
        try {
            signature.setCompactSerialization(token);
        } catch (JoseException e) {
            return Optional.empty();
        }
        PublicKey named = keys.get(signature.getKeyIdHeaderValue());
        for (PublicKey key : named == null ? List.copyOf(keys.values()) : List.of(named)) {
            if (isSignedBy(signature, key)) {
                return claims;
            }
        }
        throw new AuthenticationException(keys.isEmpty() ? "invalid signature, no keys found" : "invalid signature");
    }

    private static boolean isSignedBy(JsonWebSignature signature, PublicKey key) {
        signature.setKey(key);
        try {
            return signature.verifySignature();
        } catch (JoseException e) {
            return false; // made for another kind of key
        }
    }

    private static Optional<JsonNode> unverified(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(
                    new String(Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8));
            return Optional.ofNullable(claims).filter(JsonNode::isObject);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
