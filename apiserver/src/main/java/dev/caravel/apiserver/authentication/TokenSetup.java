package dev.caravel.apiserver.authentication;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration;
import dev.caravel.apiserver.authentication.config.ConfigurationFile;
import dev.caravel.apiserver.authentication.config.OidcConfiguration;
import dev.caravel.apiserver.authentication.jwt.ConfigurationReload;
import dev.caravel.apiserver.authentication.jwt.ConfiguredIssuers;
import dev.caravel.apiserver.authentication.serviceaccount.LegacyTokens;
import dev.caravel.apiserver.authentication.serviceaccount.ServiceAccountTokens;
import dev.caravel.apiserver.authentication.serviceaccount.TokenUses;
import dev.caravel.apiserver.authentication.token.AudienceAgnostic;
import dev.caravel.apiserver.authentication.token.BootstrapTokens;
import dev.caravel.apiserver.authentication.token.StaticTokens;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.authentication.token.TokenReviewVersion;
import dev.caravel.apiserver.authentication.token.TokenUnion;
import dev.caravel.apiserver.authentication.token.WebhookTokens;
import dev.caravel.apiserver.flags.AuthenticationFlags;
import dev.caravel.apiserver.webhook.Backoff;
import dev.caravel.apiserver.webhook.ReviewClient;
import dev.caravel.apiserver.webhook.WebhookKubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The kinds of bearer tokens that the flags want, those that others know of last. Closing it ends connections to them. */
final class TokenSetup implements AutoCloseable {
    /** Upstream's pause before a webhook is asked again. */
    private static final Duration BACKOFF = Duration.ofMillis(500);

    private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(30);

    private final AuthenticationFlags flags;
    private final AuthenticationSetup.Surroundings server;
    private final List<String> audiences;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AuthenticationConfiguration configuration;
    private final TokenAuthenticator tokens;

    TokenSetup(
            AuthenticationFlags flags,
            List<PublicKey> keys,
            List<String> audiences,
            AuthenticationSetup.Surroundings server)
            throws IOException {
        this.flags = flags;
        this.server = server;
        this.audiences = audiences;
        List<TokenAuthenticator> all = new ArrayList<>();
        if (flags.tokenFile != null) {
            all.add(new AudienceAgnostic(StaticTokens.read(flags.tokenFile), audiences));
        }
        if (!keys.isEmpty()) {
            TokenUses uses = new TokenUses(server.metrics());
            all.add(new LegacyTokens(keys, audiences, server.reader(), uses, server.tracking()));
            all.add(new ServiceAccountTokens(
                    flags.serviceAccountIssuers, keys, audiences, server.reader(), uses, server.clock()));
        }
        if (flags.bootstrapTokens) {
            all.add(new AudienceAgnostic(new BootstrapTokens(server.reader(), server.clock()), audiences));
        }
        configuration = flags.config == null ? ofFlags(all) : ofFile(all);
        if (flags.webhookConfigFile != null) {
            all.add(webhook());
        }
        tokens = new TokenUnion(all);
    }

    TokenAuthenticator tokens() {
        return tokens;
    }

    AuthenticationConfiguration configuration() {
        return configuration;
    }

    private AuthenticationConfiguration ofFlags(List<TokenAuthenticator> all) throws IOException {
        AuthenticationConfiguration wanted = OidcConfiguration.of(flags.oidc, flags.serviceAccountIssuers);
        if (!wanted.jwt().isEmpty()) {
            all.add(new AudienceAgnostic(issuers(wanted, flags.oidc.signingAlgorithms()), audiences));
        }
        return wanted;
    }

    private AuthenticationConfiguration ofFile(List<TokenAuthenticator> all) throws IOException {
        if (flags.oidc.given()) {
            throw new IllegalArgumentException("authentication-config file and oidc-* flags are mutually exclusive");
        }
        ConfigurationFile file = new ConfigurationFile(flags.config, flags.serviceAccountIssuers);
        byte[] content = Files.readAllBytes(flags.config);
        AuthenticationConfiguration wanted = file.parse(content, Optional.empty());
        ConfiguredIssuers issuers = issuers(wanted, OidcConfiguration.ALGORITHMS);
        all.add(new AudienceAgnostic(issuers, audiences));
        closing(new ConfigurationReload(
                        file, content, wanted, issuers, server.metrics(), server.clock(), server.serverId())
                .follow());
        return wanted;
    }

    private ConfiguredIssuers issuers(AuthenticationConfiguration wanted, List<String> algorithms) {
        return closing(new ConfiguredIssuers(
                wanted, algorithms, server.vertx(), server.metrics(), server.clock(), server.serverId()));
    }

    private WebhookTokens webhook() throws IOException {
        TokenReviewVersion version = TokenReviewVersion.of(flags.webhookVersion);
        WebhookKubeconfig config = WebhookKubeconfig.read(flags.webhookConfigFile);
        return closing(new WebhookTokens(
                version,
                new ReviewClient(server.vertx(), config, WEBHOOK_TIMEOUT),
                Backoff.of(BACKOFF, server.random()),
                audiences,
                flags.webhookCacheTtl,
                server.clock()));
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
