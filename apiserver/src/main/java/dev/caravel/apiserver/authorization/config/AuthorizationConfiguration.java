package dev.caravel.apiserver.authorization.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which authorizers are asked, in which order: the kind {@code AuthorizationConfiguration}, defaulted. Immutable. */
public record AuthorizationConfiguration(List<Authorizer> authorizers) {
    public AuthorizationConfiguration {
        authorizers = List.copyOf(authorizers);
    }

    /** @param webhook only for the type {@code Webhook} */
    public record Authorizer(String type, String name, Optional<Webhook> webhook) {
        public Authorizer {
            requireNonNull(type, "type is null");
            requireNonNull(name, "name is null");
            requireNonNull(webhook, "webhook is null");
        }
    }

    /**
     * How a webhook is asked. What is written is kept as it is written, even when it is no good; texts that are missing are empty.
     *
     * @param timeout zero when there is none
     * @param conditions CEL expressions
     */
    public record Webhook(
            Duration authorizedTtl,
            boolean cachesAuthorized,
            Duration unauthorizedTtl,
            boolean cachesUnauthorized,
            Duration timeout,
            String reviewVersion,
            String conditionVersion,
            String failurePolicy,
            Connection connection,
            List<String> conditions) {
        static final Duration DEFAULT_AUTHORIZED_TTL = Duration.ofMinutes(5);
        static final Duration DEFAULT_UNAUTHORIZED_TTL = Duration.ofSeconds(30);

        public Webhook {
            conditions = List.copyOf(conditions);
        }

        /** What {@code --authorization-mode=Webhook} means. */
        public static Webhook ofFlags(String kubeconfig, String version, Duration authorized, Duration unauthorized) {
            return new Webhook(
                    authorized,
                    true,
                    unauthorized,
                    true,
                    Duration.ofSeconds(30),
                    version,
                    "",
                    "NoOpinion",
                    new Connection("KubeConfigFile", Optional.of(kubeconfig)),
                    List.of());
        }
    }

    public record Connection(String type, Optional<String> kubeconfig) {}
}
