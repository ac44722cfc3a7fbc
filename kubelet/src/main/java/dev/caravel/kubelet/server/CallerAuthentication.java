package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Finds out who calls: by client certificate, which TLS has checked, else by token, which the API server checks. */
final class CallerAuthentication {
    private static final Duration CACHE_TTL = Duration.ofMinutes(2);
    private static final String BEARER = "Bearer ";

    private record Cached(Optional<Caller> caller, Instant until) {}

    private final KubernetesClient client;
    private final boolean tokens;
    private final boolean anonymous;
    private final Clock clock;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    CallerAuthentication(KubernetesClient client, boolean tokens, boolean anonymous, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.tokens = tokens;
        this.anonymous = anonymous;
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Empty when the caller is not known. Blocking.
     *
     * @param certificate that TLS has checked, or null
     * @param authorization the header, or null
     */
    Optional<Caller> authenticate(X509Certificate certificate, String authorization) {
        if (certificate != null) {
            return Optional.of(ofCertificate(certificate));
        }
        if (authorization != null) {
            return tokens && authorization.startsWith(BEARER)
                    ? ofToken(authorization.substring(BEARER.length()).strip())
                    : Optional.empty();
        }
        return anonymous ? Optional.of(Caller.ANONYMOUS) : Optional.empty();
    }

    static Caller ofCertificate(X509Certificate certificate) {
        String name = "";
        List<String> groups = new ArrayList<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                switch (part.getType()) {
                    case "CN" -> name = part.getValue().toString();
                    case "O" -> groups.add(part.getValue().toString());
                    default -> {}
                }
            }
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("certificate with an unreadable subject", e);
        }
        groups.add("system:authenticated");
        return new Caller(name, "", groups, Map.of());
    }

    private Optional<Caller> ofToken(String token) {
        Instant now = clock.instant();
        cache.values().removeIf(entry -> entry.until().isBefore(now));
        Cached known = cache.get(token);
        if (known != null) {
            return known.caller();
        }
        TokenReview answer = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build());
        Optional<Caller> caller = Boolean.TRUE.equals(answer.getStatus().getAuthenticated())
                ? Optional.of(ofUser(answer.getStatus().getUser()))
                : Optional.empty();
        cache.put(token, new Cached(caller, now.plus(CACHE_TTL)));
        return caller;
    }

    private static Caller ofUser(UserInfo user) {
        return new Caller(
                user.getUsername(),
                user.getUid() == null ? "" : user.getUid(),
                user.getGroups(),
                user.getExtra() == null ? Map.of() : user.getExtra());
    }
}
