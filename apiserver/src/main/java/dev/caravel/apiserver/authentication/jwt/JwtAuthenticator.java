package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.cel.CompileException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Users by the ID tokens of one issuer. Thread-safe; may block while the issuer's keys are read. */
final class JwtAuthenticator implements AutoCloseable {
    private final Issuer issuer;
    private final IssuerClient client;
    private final Optional<DistributedClaims> distributed;
    private final ClaimMapper mapper;
    private final ClaimRules rules;
    private final JwtMetrics metrics;

    /** @throws CompileException for a configuration that has not been checked */
    JwtAuthenticator(Jwt jwt, List<String> algorithms, Vertx vertx, JwtMetrics metrics, Clock clock)
            throws CompileException {
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.mapper = new ClaimMapper(jwt.claimMappings());
        this.rules = new ClaimRules(jwt);
        this.client = new IssuerClient(vertx, jwt.issuer().certificateAuthority());
        Issuer.Expectation expectation = new Issuer.Expectation(jwt.issuer().audiences(), algorithms);
        this.issuer = new Issuer(jwt.issuer().url(), jwt.issuer().discoveryUrl(), expectation, client, metrics, clock);
        String groups = jwt.claimMappings().groups().claim();
        this.distributed = groups.isEmpty()
                ? Optional.empty()
                : Optional.of(new DistributedClaims(
                        groups, client, url -> new Issuer(url, "", expectation, client, metrics, clock)));
    }

    Issuer issuer() {
        return issuer;
    }

    /** Empty when the token is of another issuer, or none. */
    Optional<UserInfo> authenticate(String token) throws AuthenticationException {
        Optional<ObjectNode> unverified = IdToken.unverified(token);
        if (unverified.isEmpty() || !IdToken.issuer(unverified.get()).equals(issuer.url())) {
            return Optional.empty();
        }
        long start = System.nanoTime();
        boolean success = false;
        try {
            UserInfo user = user(token);
            success = true;
            return Optional.of(user);
        } finally {
            metrics.authenticated(success, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private UserInfo user(String token) throws AuthenticationException {
        TokenVerifier verifier =
                issuer.verifier().orElseThrow(() -> new AuthenticationException("oidc: authenticator not initialized"));
        ObjectNode claims;
        try {
            claims = verifier.verify(token);
        } catch (IOException e) {
            throw new AuthenticationException("oidc: verify token: " + e.getMessage());
        }
        if (distributed.isPresent()) {
            try {
                distributed.get().resolve(claims);
            } catch (IOException e) {
                throw new AuthenticationException("oidc: could not expand distributed claims: " + e.getMessage());
            }
        }
        UserInfo user = mapper.user(claims);
        rules.check(claims, user);
        return user;
    }

    @Override
    public void close() {
        distributed.ifPresent(DistributedClaims::close);
        issuer.close();
        client.close();
        metrics.close();
    }
}
