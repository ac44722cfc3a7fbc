package dev.caravel.apiserver.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The parts of a token that nobody has vouched for yet. Pure. */
final class IdToken {
    private static final String GOOGLE = "accounts.google.com";

    private IdToken() {}

    /** Empty when it is no compact JSON web token. */
    static Optional<ObjectNode> unverified(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonCodec.readObject(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** OpenID Connect Core 1.0, 15.6.2: Google's issuer comes without a scheme, too. */
    static String issuer(ObjectNode claims) {
        String issuer = claims.path("iss").asText();
        return issuer.equals(GOOGLE) ? "https://" + GOOGLE : issuer;
    }

    /** RFC 7519, 4.1.3: one audience may stand without an array. */
    static List<String> audiences(ObjectNode claims) {
        JsonNode claim = claims.path("aud");
        List<String> audiences = new ArrayList<>();
        if (claim.isTextual()) {
            audiences.add(claim.textValue());
        }
        claim.forEach(audience -> audiences.add(audience.asText()));
        return audiences;
    }
}
