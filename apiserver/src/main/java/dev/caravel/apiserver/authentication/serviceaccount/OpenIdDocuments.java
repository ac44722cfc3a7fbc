package dev.caravel.apiserver.authentication.serviceaccount;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;
import java.util.List;
import java.util.TreeSet;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Tells others how to check this cluster's service account tokens (OpenID Connect Discovery 1.0). */
public final class OpenIdDocuments {
    public static final String CONFIGURATION_PATH = "/.well-known/openid-configuration";
    public static final String KEYS_PATH = "/openid/v1/jwks";
    public static final String CONFIGURATION_TYPE = "application/json";
    public static final String KEYS_TYPE = "application/jwk-set+json";

    private final String configuration;
    private final String keys;

    /** @param keysUri where {@link #keys} is served, for example {@code https://10.0.0.1:6443/openid/v1/jwks} */
    public OpenIdDocuments(String issuer, String keysUri, List<PublicKey> publicKeys) {
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("issuer", issuer).put("jwks_uri", keysUri);
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        ArrayNode algorithms = document.putArray("id_token_signing_alg_values_supported");
        TreeSet<String> names = new TreeSet<>();
        publicKeys.forEach(key -> names.add(SigningKeys.algorithm(key)));
        names.forEach(algorithms::add);
        configuration = document.toString();

        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode array = set.putArray("keys");
        publicKeys.forEach(key -> array.add(webKey(key)));
        keys = set.toString();
    }

    private static ObjectNode webKey(PublicKey key) {
        try {
            PublicJsonWebKey webKey = PublicJsonWebKey.Factory.newPublicJwk(key);
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("use", "sig")
                    .put("kty", webKey.getKeyType())
                    .put("kid", SigningKeys.id(key))
                    .put("alg", SigningKeys.algorithm(key));
            webKey.toParams(OutputControlLevel.PUBLIC_ONLY).forEach((name, value) -> {
                if (!node.has(name)) {
                    node.put(name, value.toString());
                }
            });
            return node;
        } catch (JoseException e) {
            throw new IllegalArgumentException("neither an RSA nor an EC key: " + key.getAlgorithm(), e);
        }
    }

    public String configuration() {
        return configuration;
    }

    public String keys() {
        return keys;
    }
}
