package dev.caravel.apiserver.authentication.jwt;

import static dev.caravel.apiserver.json.Quoted.quoted;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Believes ID tokens of one issuer (OpenID Connect Core 1.0, 3.1.3.7). Thread-safe; blocks. */
final class TokenVerifier {
    /** Before {@code nbf}; upstream's. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final String issuer;
    private final List<String> audiences;
    private final List<String> algorithms;
    private final RemoteKeys keys;
    private final Clock clock;

    TokenVerifier(String issuer, List<String> audiences, List<String> algorithms, RemoteKeys keys, Clock clock) {
        this.issuer = requireNonNull(issuer, "issuer is null");
        this.audiences = List.copyOf(audiences);
        this.algorithms = List.copyOf(algorithms);
        this.keys = requireNonNull(keys, "keys is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws IOException saying why the token is not to be believed */
    ObjectNode verify(String token) throws IOException {
        JsonWebSignature signature = parse(token);
        String algorithm = signature.getAlgorithmHeaderValue();
        if (!algorithms.contains(algorithm)) {
            throw new IOException("oidc: id token signed with unsupported algorithm, expected %s got \"%s\""
                    .formatted(quoted(algorithms), algorithm));
        }
        signature.setAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new)));
        try {
            keys.verify(signature);
        } catch (IOException e) {
            throw new IOException("failed to verify signature: " + e.getMessage(), e);
        }
        ObjectNode claims = claims(signature);
        check(claims);
        return claims;
    }

    private static JsonWebSignature parse(String token) throws IOException {
        JsonWebSignature signature = new JsonWebSignature();
        try {
            signature.setCompactSerialization(token);
            return signature;
        } catch (JoseException e) {
            throw new IOException("oidc: malformed jwt: " + e.getMessage(), e);
        }
    }

    private static ObjectNode claims(JsonWebSignature signature) throws IOException {
        try {
            return JsonCodec.readObject(signature.getUnverifiedPayload().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException("oidc: failed to unmarshal claims: " + e.getMessage(), e);
        }
    }

    private void check(ObjectNode claims) throws IOException {
        if (!IdToken.issuer(claims).equals(issuer)) {
            throw new IOException("oidc: id token issued by a different provider, expected %s got %s"
                    .formatted(quoted(issuer), quoted(claims.path("iss").asText())));
        }
        List<String> meantFor = IdToken.audiences(claims);
        if (Collections.disjoint(meantFor, audiences)) {
            throw new IOException("oidc: expected audience %s got %s"
                    .formatted(
                            audiences.size() == 1
                                    ? quoted(audiences.getFirst())
                                    : "in " + quoted(List.copyOf(new TreeSet<>(audiences))),
                            quoted(meantFor)));
        }
        Instant now = clock.instant();
        Instant expires = time(claims.path("exp"));
        if (expires.isBefore(now)) {
            throw new IOException("oidc: token is expired (Token Expiry: %s)".formatted(expires));
        }
        if (claims.has("nbf") && now.plus(LEEWAY).isBefore(time(claims.path("nbf")))) {
            throw new IOException("oidc: current time %s before the nbf (not before) time: %s"
                    .formatted(now, time(claims.get("nbf"))));
        }
    }

    /** A token that does not say when it ends, has ended. */
    private static Instant time(JsonNode claim) {
        return claim.isNumber() ? Instant.ofEpochMilli(Math.round(claim.doubleValue() * 1000)) : Instant.EPOCH;
    }
}
