package dev.caravel.apiserver.authentication.jwt;

import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.cel.CompileException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Users by the tokens of the issuers of one configuration. Thread-safe. */
final class JwtAuthenticators implements TokenAuthenticator, AutoCloseable {
    /** What authenticators of issuers need of the rest of the server. */
    record Surroundings(Vertx vertx, MeterRegistry registry, Clock clock, String serverId) {}

    private final List<JwtAuthenticator> all = new ArrayList<>();

    /**
     * @param configuration without faults
     * @param algorithms that tokens may be signed by
     */
    JwtAuthenticators(List<Jwt> configuration, List<String> algorithms, Surroundings server) {
        for (Jwt jwt : configuration) {
            JwtMetrics metrics = new JwtMetrics(
                    server.registry(), server.clock(), jwt.issuer().url(), server.serverId());
            try {
                all.add(new JwtAuthenticator(jwt, algorithms, server.vertx(), metrics, server.clock()));
            } catch (CompileException e) {
                close();
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    /** An issuer has one authenticator: what it says of the token is the last word. */
    @Override
    public Optional<Holder> authenticate(String token, List<String> audiences) throws AuthenticationException {
        for (JwtAuthenticator each : all) {
            Optional<UserInfo> user = each.authenticate(token);
            if (user.isPresent()) {
                return user.map(known -> new Holder(known, audiences));
            }
        }
        return Optional.empty();
    }

    /** Why not all issuers have answered after {@code time}; empty when they have. */
    Optional<String> awaitReady(Duration time) throws InterruptedException {
        CompletableFuture<?>[] ready =
                all.stream().map(each -> each.issuer().ready()).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ready).get(time.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(all.stream()
                    .map(JwtAuthenticator::issuer)
                    .filter(issuer -> issuer.verifier().isEmpty())
                    .map(issuer -> "oidc: authenticator for issuer \"%s\" is not healthy: %s"
                            .formatted(issuer.url(), issuer.failure()))
                    .findFirst()
                    .orElse("context deadline exceeded"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("discovery does not fail, it is tried again", e);
        }
    }

    @Override
    public void close() {
        all.forEach(JwtAuthenticator::close);
    }
}
