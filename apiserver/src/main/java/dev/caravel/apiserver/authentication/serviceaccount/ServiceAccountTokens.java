package dev.caravel.apiserver.authentication.serviceaccount;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authentication.serviceaccount.ServiceAccountToken.Ref;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Believes tokens that this cluster has signed, as long as the account and what the token is bound to exist. */
public final class ServiceAccountTokens implements TokenAuthenticator {
    private static final String EXTRA = "authentication.kubernetes.io/";

    /** Clocks differ; as upstream. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final TokenSignatures signatures;
    private final List<String> apiAudiences;
    private final ObjectReader objects;
    private final TokenUses uses;
    private final Clock clock;

    /** @param apiAudiences of tokens that name none */
    public ServiceAccountTokens(
            List<String> issuers,
            List<PublicKey> keys,
            List<String> apiAudiences,
            ObjectReader objects,
            TokenUses uses,
            Clock clock) {
        this.signatures = new TokenSignatures(issuers, keys);
        this.apiAudiences = List.copyOf(apiAudiences);
        this.objects = requireNonNull(objects, "objects is null");
        this.uses = requireNonNull(uses, "uses is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Optional<Holder> authenticate(String text, List<String> requested) throws AuthenticationException {
        Optional<JsonNode> claims = signatures.claims(text);
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        ServiceAccountToken token = ServiceAccountToken.of(claims.get());
        List<String> meant = token.audiences().isEmpty() ? apiAudiences : token.audiences();
        List<String> audiences = meant.stream().filter(requested::contains).toList();
        if (audiences.isEmpty()) {
            throw new AuthenticationException("token audiences %s is invalid for the target audiences %s"
                    .formatted(quoted(meant), quoted(requested)));
        }
        checkTime(token);
        checkAccount(token);
        checkBinding(token);
        token.warnAfter().ifPresent(late -> noteUse(token, late));
        return Optional.of(new Holder(user(token), audiences));
    }

    private void noteUse(ServiceAccountToken token, Instant late) {
        long seconds = clock.instant().getEpochSecond() - late.getEpochSecond();
        if (clock.instant().isAfter(late)) {
            uses.stale(token.userName(), seconds);
        } else {
            uses.inTime();
        }
    }

    private void checkTime(ServiceAccountToken token) throws AuthenticationException {
        Instant now = clock.instant();
        if (now.minus(LEEWAY).isAfter(token.expires())) {
            throw new AuthenticationException("service account token has expired");
        }
        if (now.plus(LEEWAY).isBefore(token.notBefore())) {
            throw new AuthenticationException("service account token is not valid yet");
        }
        if (now.plus(LEEWAY).isBefore(token.issued())) {
            throw new AuthenticationException("service account token is issued in the future");
        }
    }

    private void checkAccount(ServiceAccountToken token) throws AuthenticationException {
        String name = token.serviceAccount().name();
        ObjectNode account = find("serviceaccounts", token.namespace(), name)
                .orElseThrow(() -> new AuthenticationException("serviceaccounts \"%s\" not found".formatted(name)));
        String uid = account.at("/metadata/uid").asText();
        if (!uid.equals(token.serviceAccount().uid())) {
            throw new AuthenticationException("service account UID (%s) does not match claim (%s)"
                    .formatted(uid, token.serviceAccount().uid()));
        }
        if (isLongDeleted(account)) {
            throw new AuthenticationException(
                    "service account %s/%s has been deleted".formatted(token.namespace(), name));
        }
    }

    private void checkBinding(ServiceAccountToken token) throws AuthenticationException {
        if (token.secret().isPresent()) {
            checkBound("secret", token.namespace(), token.secret().get());
        }
        if (token.pod().isPresent()) {
            checkBound("pod", token.namespace(), token.pod().get());
        } else if (token.node().isPresent()) {
            checkBound("node", "", token.node().get());
        }
    }

    private void checkBound(String kind, String namespace, Ref ref) throws AuthenticationException {
        ObjectNode object = find(kind + "s", namespace, ref.name())
                .orElseThrow(() -> new AuthenticationException("service account token has been invalidated"));
        String uid = object.at("/metadata/uid").asText();
        if (!uid.equals(ref.uid())) {
            throw new AuthenticationException("%s UID (%s) does not match service account %s ref claim (%s)"
                    .formatted(kind, uid, kind, ref.uid()));
        }
        if (isLongDeleted(object)) {
            throw new AuthenticationException("service account token has been invalidated");
        }
    }

    /** A token may be newer than the cache. */
    private Optional<ObjectNode> find(String resource, String namespace, String name) {
        GroupResource id = new GroupResource("", resource);
        return objects.get(id, namespace, name).or(() -> objects.getLatest(id, namespace, name));
    }

    private boolean isLongDeleted(ObjectNode object) {
        String deleted = object.at("/metadata/deletionTimestamp").asText();
        return !deleted.isEmpty()
                && Instant.parse(deleted).isBefore(clock.instant().minus(LEEWAY));
    }

    private static UserInfo user(ServiceAccountToken token) {
        Map<String, List<String>> extra = new HashMap<>();
        token.pod().ifPresent(pod -> {
            extra.put(EXTRA + "pod-name", List.of(pod.name()));
            extra.put(EXTRA + "pod-uid", List.of(pod.uid()));
        });
        token.node().ifPresent(node -> {
            extra.put(EXTRA + "node-name", List.of(node.name()));
            if (!node.uid().isEmpty()) {
                extra.put(EXTRA + "node-uid", List.of(node.uid()));
            }
        });
        if (!token.id().isEmpty()) {
            extra.put(UserInfo.EXTRA_CREDENTIAL_ID, List.of("JTI=" + token.id()));
        }
        return new UserInfo(
                token.userName(),
                token.serviceAccount().uid(),
                List.of("system:serviceaccounts", "system:serviceaccounts:" + token.namespace()),
                extra);
    }

    private static String quoted(List<String> audiences) {
        return audiences.stream()
                .map(audience -> '"' + audience + '"')
                .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
    }
}
