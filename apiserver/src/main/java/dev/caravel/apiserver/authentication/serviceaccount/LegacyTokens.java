package dev.caravel.apiserver.authentication.serviceaccount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Believes the tokens that controllers write into secrets of type {@code kubernetes.io/service-account-token}, while they are there. */
public final class LegacyTokens implements TokenAuthenticator {
    private static final String ISSUER = "kubernetes/serviceaccount";
    private static final String CLAIM = "kubernetes.io/serviceaccount/";
    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";
    private static final String INVALID =
            "the token in secret %s/%s for service account %s/%s has been marked invalid. Use tokens from the TokenRequest"
                    + " API or manually created secret-based tokens, or remove the '" + INVALID_SINCE
                    + "' label from the secret to temporarily allow use of this token";

    private record Claims(String namespace, String secret, String name, String uid) {
        static Claims of(JsonNode claims) throws AuthenticationException {
            return new Claims(
                    required(claims, "namespace", "namespace"),
                    required(claims, "secret.name", "secretName"),
                    required(claims, "service-account.name", "serviceAccountName"),
                    required(claims, "service-account.uid", "serviceAccountUID"));
        }

        private static String required(JsonNode claims, String claim, String name) throws AuthenticationException {
            String value = claims.path(CLAIM + claim).asText();
            if (value.isEmpty()) {
                throw new AuthenticationException(name + " claim is missing");
            }
            return value;
        }

        String userName() {
            return "system:serviceaccount:" + namespace + ":" + name;
        }
    }

    private final TokenSignatures signatures;
    private final List<String> apiAudiences;
    private final ObjectReader objects;
    private final TokenUses uses;
    private final LegacyTokenTracking tracking;

    /** @param apiAudiences whom these tokens, which name nobody, are for */
    public LegacyTokens(
            List<PublicKey> keys,
            List<String> apiAudiences,
            ObjectReader objects,
            TokenUses uses,
            LegacyTokenTracking tracking) {
        this.signatures = new TokenSignatures(List.of(ISSUER), keys);
        this.apiAudiences = List.copyOf(apiAudiences);
        this.objects = requireNonNull(objects, "objects is null");
        this.uses = requireNonNull(uses, "uses is null");
        this.tracking = requireNonNull(tracking, "tracking is null");
    }

    @Override
    public Optional<Holder> authenticate(String text, List<String> requested) throws AuthenticationException {
        Optional<JsonNode> verified = signatures.claims(text);
        if (verified.isEmpty()) {
            return Optional.empty();
        }
        String subject = verified.get().path("sub").asText();
        if (subject.isEmpty()) {
            throw new AuthenticationException("sub claim is missing");
        }
        Claims claims = Claims.of(verified.get());
        if (!subject.equals(claims.userName())) {
            throw new AuthenticationException("sub claim is invalid");
        }
        List<String> audiences =
                requested.stream().filter(apiAudiences::contains).toList();
        if (audiences.isEmpty()) {
            throw new AuthenticationException(
                    "token audiences %s is invalid for the target audiences %s".formatted(apiAudiences, requested));
        }
        check(claims, text);
        return Optional.of(new Holder(user(claims), audiences));
    }

    private void check(Claims claims, String token) throws AuthenticationException {
        ObjectNode secret = find("secrets", claims.namespace(), claims.secret())
                .filter(found -> !found.at("/metadata").has("deletionTimestamp"))
                .orElseThrow(() -> new AuthenticationException("Token has been invalidated"));
        byte[] kept = Base64.getDecoder().decode(secret.at("/data/token").asText());
        if (!MessageDigest.isEqual(kept, token.getBytes(UTF_8))) {
            throw new AuthenticationException("Token does not match server's copy");
        }
        ObjectNode account = account(claims);
        tracking.used(secret);
        if (!secret.at("/metadata/labels").path(INVALID_SINCE).asText().isEmpty()) {
            uses.invalidated(claims.namespace(), claims.secret());
            throw new AuthenticationException(
                    INVALID.formatted(claims.namespace(), claims.secret(), claims.namespace(), claims.name()));
        }
        for (JsonNode reference : account.path("secrets")) {
            if (reference.path("name").asText().equals(claims.secret())) {
                uses.generated(claims.secret());
                return;
            }
        }
        uses.manual(claims.secret());
    }

    private ObjectNode account(Claims claims) throws AuthenticationException {
        ObjectNode account = find("serviceaccounts", claims.namespace(), claims.name())
                .orElseThrow(
                        () -> new AuthenticationException("serviceaccounts \"%s\" not found".formatted(claims.name())));
        if (account.at("/metadata").has("deletionTimestamp")) {
            throw new AuthenticationException(
                    "ServiceAccount %s/%s has been deleted".formatted(claims.namespace(), claims.name()));
        }
        String uid = account.at("/metadata/uid").asText();
        if (!uid.equals(claims.uid())) {
            throw new AuthenticationException(
                    "ServiceAccount UID (%s) does not match claim (%s)".formatted(uid, claims.uid()));
        }
        return account;
    }

    /** A token may be newer than the cache. */
    private Optional<ObjectNode> find(String resource, String namespace, String name) {
        GroupResource id = new GroupResource("", resource);
        return objects.get(id, namespace, name).or(() -> objects.getLatest(id, namespace, name));
    }

    private static UserInfo user(Claims claims) {
        return new UserInfo(
                claims.userName(),
                claims.uid(),
                List.of("system:serviceaccounts", "system:serviceaccounts:" + claims.namespace()),
                Map.of());
    }
}
