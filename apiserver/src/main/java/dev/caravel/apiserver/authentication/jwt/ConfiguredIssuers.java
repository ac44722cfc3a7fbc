package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Users by the tokens of the issuers that the configuration in force names. Thread-safe. */
public final class ConfiguredIssuers implements TokenAuthenticator, AutoCloseable {
    /** For requests that have begun with the configuration before; upstream's. */
    private static final long GRACE_SECONDS = 60;

    private final List<String> algorithms;
    private final JwtAuthenticators.Surroundings server;
    private volatile JwtAuthenticators current;

    /**
     * @param configuration without faults
     * @param algorithms that tokens may be signed by
     */
    public ConfiguredIssuers(
            AuthenticationConfiguration configuration,
            List<String> algorithms,
            Vertx vertx,
            MeterRegistry registry,
            Clock clock,
            String serverId) {
        this.algorithms = List.copyOf(algorithms);
        this.server = new JwtAuthenticators.Surroundings(
                requireNonNull(vertx, "vertx is null"),
                requireNonNull(registry, "registry is null"),
                requireNonNull(clock, "clock is null"),
                serverId);
        this.current = made(configuration);
    }

    JwtAuthenticators made(AuthenticationConfiguration configuration) {
        return new JwtAuthenticators(configuration.jwt(), algorithms, server);
    }

    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) throws AuthenticationException {
        return current.authenticate(token, audiences);
    }

    void replace(JwtAuthenticators next) {
        JwtAuthenticators before = current;
        current = next;
        server.vertx().setTimer(TimeUnit.SECONDS.toMillis(GRACE_SECONDS), _ -> before.close());
    }

    @Override
    public void close() {
        current.close();
    }
}
