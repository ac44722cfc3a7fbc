package dev.caravel.apiserver.authentication;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Anonymous;
import dev.caravel.apiserver.authentication.review.SelfSubjectReviews;
import dev.caravel.apiserver.authentication.review.TokenReviews;
import dev.caravel.apiserver.authentication.serviceaccount.LegacyTokenTracking;
import dev.caravel.apiserver.authentication.serviceaccount.OpenIdDocuments;
import dev.caravel.apiserver.authentication.serviceaccount.SigningKeys;
import dev.caravel.apiserver.authentication.serviceaccount.TokenIssuer;
import dev.caravel.apiserver.authentication.serviceaccount.TokenRequests;
import dev.caravel.apiserver.authentication.token.BearerTokenAuthenticator;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.authentication.x509.CertificateAuthenticator;
import dev.caravel.apiserver.authentication.x509.CertificateAuthorities;
import dev.caravel.apiserver.authentication.x509.FrontProxyAuthenticator;
import dev.caravel.apiserver.flags.AuthenticationFlags;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.machinery.pki.PemFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** Authentication as the flags want it. Closing it ends the following of files. */
public final class AuthenticationSetup implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuthenticationSetup.class);

    private static final String GROUP = "authentication.k8s.io";

    private final AuthenticationFlags flags;
    private final Surroundings server;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<PublicKey> keys;
    private final List<String> audiences;
    private final TokenAuthenticator tokens;
    private final Authenticator authenticator;

    /**
     * What authentication needs of the rest of the server.
     *
     * @param distinguishesUsers whether users differ in what they may do
     */
    public record Surroundings(
            ObjectReader reader,
            Vertx vertx,
            MeterRegistry metrics,
            Clock clock,
            RandomGenerator random,
            String serverId,
            LegacyTokenTracking tracking,
            boolean distinguishesUsers) {}

    /**
     * @throws IllegalArgumentException when flags do not go together, or a configuration is no good
     * @throws IOException when a file that the flags name cannot be used
     */
    public AuthenticationSetup(AuthenticationFlags flags, Surroundings server) throws IOException {
        this.flags = flags;
        this.server = server;
        flags.checkServiceAccounts();
        this.keys = keys(flags);
        this.audiences = flags.apiAudiences.isEmpty() ? flags.serviceAccountIssuers : flags.apiAudiences;
        TokenSetup tokenSetup = closing(new TokenSetup(flags, keys, audiences, server));
        this.tokens = tokenSetup.tokens();
        this.authenticator = withAnonymous(chain(), anonymous(tokenSetup.configuration()));
    }

    private Anonymous anonymous(AuthenticationConfiguration configuration) {
        if (configuration.anonymous().isPresent()) {
            if (flags.anonymous != null) {
                throw new IllegalArgumentException("anonymous: Forbidden: --anonymous-auth flag cannot be set when"
                        + " anonymous field is configured in authentication configuration file");
            }
            return configuration.anonymous().get();
        }
        boolean wanted = flags.anonymous == null || flags.anonymous;
        if (wanted && !server.distinguishesUsers()) {
            LOG.warn("AnonymousAuth is not allowed with the AlwaysAllow authorizer. Resetting AnonymousAuth to false."
                    + " You should use a different authorizer");
        }
        return new Anonymous(wanted && server.distinguishesUsers(), List.of());
    }

    private static Authenticator withAnonymous(Authenticator known, Anonymous anonymous) {
        return anonymous.enabled() ? new AnonymousFallback(known, Set.copyOf(anonymous.paths())) : known;
    }

    private static List<PublicKey> keys(AuthenticationFlags flags) throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : flags.serviceAccountKeyFiles) {
            keys.addAll(SigningKeys.readPublic(file));
        }
        return List.copyOf(keys);
    }

    private Authenticator chain() throws IOException {
        List<Authenticator> all = new ArrayList<>();
        Supplier<CertificateAuthorities> proxies = authorities(flags.requestHeaderCaFile);
        Supplier<CertificateAuthorities> clients = authorities(flags.clientCaFile);
        requireTold(proxies, clients);
        if (proxies != null) {
            all.add(new FrontProxyAuthenticator(
                    proxies,
                    new FrontProxyAuthenticator.Trust(
                            flags.requestHeaderAllowedNames,
                            flags.requestHeaderUsernames,
                            flags.requestHeaderUids,
                            flags.requestHeaderGroups,
                            flags.requestHeaderExtraPrefixes)));
        }
        if (clients != null) {
            all.add(new CertificateAuthenticator(clients));
        }
        all.add(new BearerTokenAuthenticator(tokens, audiences));
        return new AuthenticatedGroup(new UnionAuthenticator(all));
    }

    private Supplier<CertificateAuthorities> authorities(Path bundle) throws IOException {
        return bundle == null ? null : closing(CertificateAuthorities.follow(bundle, server.clock()));
    }

    /** Otherwise every client were a proxy, and could name any user. */
    private void requireTold(Supplier<CertificateAuthorities> proxies, Supplier<CertificateAuthorities> clients) {
        if (proxies != null
                && clients != null
                && flags.requestHeaderAllowedNames.isEmpty()
                && proxies.get().overlaps(clients.get())) {
            throw new IllegalArgumentException(
                    "--requestheader-client-ca-file and --client-ca-file contain overlapping certificates;"
                            + " --requestheader-allowed-names must be specified to ensure regular client certificates"
                            + " cannot set authenticating proxy headers for arbitrary users");
        }
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    /**
     * The reviews and, with a signing key, token requests.
     *
     * @throws IOException when the signing key cannot be used
     */
    public List<VirtualResource> virtualResources() throws IOException {
        List<VirtualResource> all = new ArrayList<>();
        all.add(new VirtualResource(new GroupResource(GROUP, "tokenreviews"), "", new TokenReviews(tokens, audiences)));
        all.add(new VirtualResource(
                new GroupResource(GROUP, "selfsubjectreviews"), "", new SelfSubjectReviews(server.clock())));
        if (flags.serviceAccountSigningKeyFile != null && !flags.serviceAccountIssuers.isEmpty()) {
            all.add(new VirtualResource(new GroupResource("", "serviceaccounts"), "token", tokenRequests()));
        }
        return all;
    }

    private TokenRequests tokenRequests() throws IOException {
        TokenIssuer issuer = new TokenIssuer(
                flags.serviceAccountIssuers.getFirst(),
                PemFiles.readPrivateKey(flags.serviceAccountSigningKeyFile),
                SigningKeys.readPublic(flags.serviceAccountSigningKeyFile).getFirst());
        TokenRequests.Settings settings = new TokenRequests.Settings(
                audiences, flags.serviceAccountMaxTokenExpiration, flags.serviceAccountExtendTokenExpiration);
        return new TokenRequests(issuer, settings, server.reader(), server.clock(), () -> UUID.randomUUID()
                .toString());
    }

    /** By which others check the tokens issued here; empty when none are. */
    public Optional<OpenIdDocuments> openIdDocuments(String serverAddress) {
        return flags.serviceAccountIssuers.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenIdDocuments(
                        flags.serviceAccountIssuers.getFirst(),
                        flags.serviceAccountKeysUri.isEmpty()
                                ? "https://" + serverAddress + OpenIdDocuments.KEYS_PATH
                                : flags.serviceAccountKeysUri,
                        keys));
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
