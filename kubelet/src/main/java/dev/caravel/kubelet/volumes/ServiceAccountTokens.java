package dev.caravel.kubelet.volumes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens bound to pods, asked for again when four fifths of their life, or a day, have passed. Thread-safe. */
public final class ServiceAccountTokens {
    private static final Duration MAX_AGE = Duration.ofHours(24);
    private static final double RENEW_AT = 0.8;

    private record Key(String podUid, String audience, long expirationSeconds) {}

    private record Token(String text, Instant renewAt) {}

    private final KubernetesClient client;
    private final Clock clock;
    private final Map<Key, Token> tokens = new ConcurrentHashMap<>();

    public ServiceAccountTokens(KubernetesClient client, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param audience empty for the API server's own
     */
    String get(Pod pod, String audience, long expirationSeconds) {
        Key key = new Key(pod.getMetadata().getUid(), audience, expirationSeconds);
        Token known = tokens.get(key);
        if (known != null && clock.instant().isBefore(known.renewAt())) {
            return known.text();
        }
        Token fresh = request(pod, audience, expirationSeconds);
        tokens.put(key, fresh);
        return fresh.text();
    }

    /** When the first token of a pod is due. */
    public Optional<Instant> renewAt(String podUid) {
        return tokens.entrySet().stream()
                .filter(entry -> entry.getKey().podUid().equals(podUid))
                .map(entry -> entry.getValue().renewAt())
                .min(Instant::compareTo);
    }

    void forget(String podUid) {
        tokens.keySet().removeIf(key -> key.podUid().equals(podUid));
    }

    private Token request(Pod pod, String audience, long expirationSeconds) {
        TokenRequestBuilder request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(expirationSeconds)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec();
        if (!audience.isEmpty()) {
            request.editSpec().withAudiences(audience).endSpec();
        }
        String account = pod.getSpec().getServiceAccountName();
        Instant asked = clock.instant();
        TokenRequest answer = client.serviceAccounts()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(account == null || account.isEmpty() ? "default" : account)
                .tokenRequest(request.build());
        Instant expires = Instant.parse(answer.getStatus().getExpirationTimestamp());
        Duration life = Duration.between(asked, expires);
        Duration renewAfter = Duration.ofMillis((long) (life.toMillis() * RENEW_AT));
        return new Token(
                answer.getStatus().getToken(), asked.plus(renewAfter.compareTo(MAX_AGE) < 0 ? renewAfter : MAX_AGE));
    }
}
