package dev.caravel.apiserver.authorization.chain;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authorization.AuthorizationMode;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.authorization.AuthorizerUnion;
import dev.caravel.apiserver.authorization.FixedAuthorizer;
import dev.caravel.apiserver.authorization.Masters;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration;
import dev.caravel.apiserver.authorization.config.AuthorizationConfiguration.Webhook;
import dev.caravel.apiserver.authorization.webhook.AccessConditions;
import dev.caravel.apiserver.authorization.webhook.ReviewVersion;
import dev.caravel.apiserver.authorization.webhook.WebhookAuthorizer;
import dev.caravel.apiserver.authorization.webhook.WebhookMetrics;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the authorizers of a configuration: webhooks anew, the others from those that the server was started with. */
public final class ChainBuilder {
    private final Map<AuthorizationMode, Authorizer> lasting;
    private final Vertx vertx;
    private final MeterRegistry metrics;
    private final WebhookMetrics webhookMetrics;
    private final Backoff backoff;
    private final Clock clock;

    /** @param lasting the authorizers that see to themselves, such as RBAC */
    public ChainBuilder(
            Map<AuthorizationMode, Authorizer> lasting,
            Vertx vertx,
            MeterRegistry metrics,
            Backoff backoff,
            Clock clock) {
        this.lasting = Map.copyOf(lasting);
        this.vertx = requireNonNull(vertx, "vertx is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.webhookMetrics = new WebhookMetrics(metrics);
        this.backoff = requireNonNull(backoff, "backoff is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The authorizers of a configuration, which another can take the place of. @throws IOException as {@link #build} */
    public LiveAuthorizer start(AuthorizationConfiguration configuration) throws IOException {
        return new LiveAuthorizer(build(configuration));
    }

    /**
     * @throws IOException when a file that a webhook needs cannot be read
     * @throws IllegalArgumentException for an authorizer that was not there at the start
     */
    AuthorizerChain build(AuthorizationConfiguration configuration) throws IOException {
        List<Authorizer> authorizers = new ArrayList<>();
        List<AutoCloseable> parts = new ArrayList<>();
        authorizers.add(new Masters());
        for (AuthorizationConfiguration.Authorizer wanted : configuration.authorizers()) {
            Authorizer authorizer = authorizer(wanted);
            if (authorizer instanceof WebhookAuthorizer webhook) {
                parts.add(webhook);
            }
            authorizers.add(new CountedAuthorizer(wanted.type(), wanted.name(), authorizer, metrics));
        }
        return new AuthorizerChain(new AuthorizerUnion(authorizers), parts);
    }

    private Authorizer authorizer(AuthorizationConfiguration.Authorizer wanted) throws IOException {
        AuthorizationMode mode = AuthorizationMode.of(wanted.type());
        return switch (mode) {
            case ALWAYS_ALLOW -> FixedAuthorizer.ALWAYS_ALLOW;
            case ALWAYS_DENY -> FixedAuthorizer.ALWAYS_DENY;
            case WEBHOOK -> webhook(wanted.name(), wanted.webhook().orElseThrow());
            case ABAC, RBAC, NODE -> {
                if (!lasting.containsKey(mode)) {
                    throw new IllegalArgumentException(
                            "authorizer type %s is not allowed if it was not enabled at initial server startup"
                                    .formatted(wanted.type()));
                }
                yield lasting.get(mode);
            }
        };
    }

    private WebhookAuthorizer webhook(String name, Webhook webhook) throws IOException {
        WebhookAuthorizer.Settings settings = new WebhookAuthorizer.Settings(
                name,
                ReviewVersion.of(webhook.reviewVersion()),
                webhook.failurePolicy().equals("Deny") ? Verdict.DENY : Verdict.NO_OPINION,
                webhook.cachesAuthorized() ? webhook.authorizedTtl() : Duration.ZERO,
                webhook.cachesUnauthorized() ? webhook.unauthorizedTtl() : Duration.ZERO,
                conditions(webhook.conditions()));
        WebhookKubeconfig kubeconfig =
                WebhookKubeconfig.read(Path.of(webhook.connection().kubeconfig().orElseThrow()));
        ReviewClient client = new ReviewClient(vertx, kubeconfig, webhook.timeout());
        return new WebhookAuthorizer(settings, client, backoff, webhookMetrics, clock);
    }

    private static AccessConditions conditions(List<String> expressions) {
        try {
            return AccessConditions.compile(expressions);
        } catch (CompileException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
