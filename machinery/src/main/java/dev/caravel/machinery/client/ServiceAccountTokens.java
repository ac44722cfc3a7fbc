package dev.caravel.machinery.client;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tokens of one service account, asked for when needed and renewed before they expire; makes the account if need be. */
public final class ServiceAccountTokens implements OAuthTokenProvider {
    private static final Duration LIFETIME = Duration.ofHours(1);
    /** Renewed at this part of its life, so that no request carries a token about to expire. */
    private static final double RENEW_AT = 0.75;

    private final KubernetesClient client;
    private final ApiRequests requests;
    private final String namespace;
    private final String name;
    private final Clock clock;

    private String token;
    private Instant renewAt = Instant.EPOCH;

    /** @param client one that may create service accounts and their tokens */
    public ServiceAccountTokens(KubernetesClient client, String namespace, String name, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.name = requireNonNull(name, "name is null");
        this.clock = requireNonNull(clock, "clock is null");
        requests = new ApiRequests(client);
    }

    @Override
    public synchronized String getToken() {
        Instant now = clock.instant();
        if (!now.isBefore(renewAt)) {
            token = request();
            renewAt = now.plusMillis((long) (LIFETIME.toMillis() * RENEW_AT));
        }
        return token;
    }

    private String request() {
        try {
            return requestToken();
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isNotFound(e)) {
                throw e;
            }
            createAccount();
            return requestToken();
        }
    }

    private String requestToken() {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(LIFETIME.toSeconds())
                .endSpec()
                .build();
        String path = ApiRequests.path("v1", namespace, "serviceaccounts", name) + "/token";
        return requests.send("POST", path, ApiRequests.JSON, request, TokenRequest.class)
                .getStatus()
                .getToken();
    }

    private void createAccount() {
        try {
            client.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (!ApiFailures.isAlreadyExists(e)) {
                throw e;
            }
        }
    }
}
