package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.jwt.IssuerClient.Document;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Fetches the claim of groups from where a token says that it is, as when a user is in too many groups for a token (OpenID
 * Connect Core 1.0, 5.6.2). Thread-safe; blocks.
 */
final class DistributedClaims implements AutoCloseable {
    private final String claim;
    private final IssuerClient client;
    private final Function<String, Issuer> issuers;
    private final Map<String, Issuer> known = new ConcurrentHashMap<>();

    /** @param issuers makes of its URL an issuer that a claim's token may be from */
    DistributedClaims(String claim, IssuerClient client, Function<String, Issuer> issuers) {
        this.claim = requireNonNull(claim, "claim is null");
        this.client = requireNonNull(client, "client is null");
        this.issuers = requireNonNull(issuers, "issuers is null");
    }

    /** Puts the claim into the claims, if they tell where it is. */
    void resolve(ObjectNode claims) throws IOException {
        if (claims.has(claim) || !claims.has("_claim_names")) {
            return;
        }
        JsonNode source = claims.path("_claim_names").path(claim);
        if (!claims.has("_claim_sources")) {
            throw new IOException("oidc: no claim sources");
        }
        if (source.isMissingNode()) {
            return;
        }
        JsonNode place = claims.path("_claim_sources").path(source.asText());
        if (place.isMissingNode()) {
            throw new IOException("id token _claim_names contained a source %s missing in _claims_sources"
                    .formatted(source.asText()));
        }
        String endpoint = place.path("endpoint").asText();
        if (!endpoint.isEmpty()) {
            claims.set(claim, fetch(endpoint, place.path("access_token").asText()));
        }
    }

    private JsonNode fetch(String endpoint, String accessToken) throws IOException {
        String token = token(endpoint, accessToken);
        String issuer = IdToken.unverified(token)
                .map(IdToken::issuer)
                .orElseThrow(() -> new IOException(
                        "getting untrusted issuer from endpoint %s failed for claim \"%s\": malformed token"
                                .formatted(endpoint, claim)));
        TokenVerifier verifier = known.computeIfAbsent(issuer, issuers)
                .verifier()
                .orElseThrow(() -> new IOException(
                        "verifying untrusted issuer %s failed: verifier not initialized for issuer: \"%s\""
                                .formatted(issuer, issuer)));
        JsonNode value;
        try {
            value = verifier.verify(token).path(claim);
        } catch (IOException e) {
            throw new IOException("verify distributed claim token: " + e.getMessage(), e);
        }
        if (value.isMissingNode()) {
            throw new IOException("jwt returned by distributed claim endpoint \"%s\" did not contain claim: %s"
                    .formatted(endpoint, claim));
        }
        return value;
    }

    private String token(String endpoint, String accessToken) throws IOException {
        String failed = "while getting distributed claim \"" + claim + "\": ";
        Document document;
        try {
            document = client.get(endpoint, Optional.of(accessToken).filter(token -> !token.isEmpty()));
        } catch (IOException e) {
            throw new IOException(failed + e.getMessage(), e);
        }
        if (document.status() / 100 != 2) {
            throw new IOException(failed + "error while getting distributed claim JWT: " + document.statusText());
        }
        return document.body().strip();
    }

    @Override
    public void close() {
        known.values().forEach(Issuer::close);
    }
}
