package dev.caravel.apiserver.authentication;

import dev.caravel.apiserver.authentication.review.SelfSubjectReviews;
import dev.caravel.apiserver.authentication.review.TokenReviews;
import dev.caravel.apiserver.authentication.serviceaccount.OpenIdDocuments;
import dev.caravel.apiserver.authentication.serviceaccount.ServiceAccountTokens;
import dev.caravel.apiserver.authentication.serviceaccount.SigningKeys;
import dev.caravel.apiserver.authentication.serviceaccount.TokenIssuer;
import dev.caravel.apiserver.authentication.serviceaccount.TokenRequests;
import dev.caravel.apiserver.authentication.token.BearerTokenAuthenticator;
import dev.caravel.apiserver.authentication.token.BootstrapTokens;
import dev.caravel.apiserver.authentication.token.StaticTokens;
import dev.caravel.apiserver.authentication.token.TokenAuthenticator;
import dev.caravel.apiserver.authentication.token.TokenUnion;
import dev.caravel.apiserver.authentication.x509.CertificateAuthenticator;
import dev.caravel.apiserver.authentication.x509.CertificateAuthorities;
import dev.caravel.apiserver.authentication.x509.FrontProxyAuthenticator;
import dev.caravel.apiserver.flags.AuthenticationFlags;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.VirtualResource;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.machinery.pki.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Authentication as the flags want it. */
public final class AuthenticationSetup {
    private static final String GROUP = "authentication.k8s.io";

    private final AuthenticationFlags flags;
    private final ObjectReader reader;
    private final Clock clock;
    private final List<PublicKey> keys;
    private final List<String> audiences;
    private final TokenAuthenticator tokens;
    private final Authenticator authenticator;

    /** @throws IOException when a file that the flags name cannot be used */
    public AuthenticationSetup(AuthenticationFlags flags, ObjectReader reader, Clock clock) throws IOException {
        this.flags = flags;
        this.reader = reader;
        this.clock = clock;
        this.keys = keys(flags);
        this.audiences = flags.apiAudiences.isEmpty() ? flags.serviceAccountIssuers : flags.apiAudiences;
        this.tokens = new TokenUnion(tokens());
        this.authenticator = chain();
    }

    private static List<PublicKey> keys(AuthenticationFlags flags) throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : flags.serviceAccountKeyFiles) {
            keys.addAll(SigningKeys.readPublic(file));
        }
        return List.copyOf(keys);
    }

    private List<TokenAuthenticator> tokens() throws IOException {
        List<TokenAuthenticator> all = new ArrayList<>();
        if (flags.tokenFile != null) {
            all.add(StaticTokens.read(flags.tokenFile));
        }
        if (!keys.isEmpty()) {
            all.add(new ServiceAccountTokens(flags.serviceAccountIssuers, keys, audiences, reader, clock));
        }
        if (flags.bootstrapTokens) {
            all.add(new BootstrapTokens(reader, clock));
        }
        return all;
    }

    private Authenticator chain() throws IOException {
        List<Authenticator> all = new ArrayList<>();
        if (flags.requestHeaderCaFile != null) {
            all.add(new FrontProxyAuthenticator(
                    CertificateAuthorities.read(flags.requestHeaderCaFile, clock),
                    new FrontProxyAuthenticator.Trust(
                            flags.requestHeaderAllowedNames,
                            flags.requestHeaderUsernames,
                            flags.requestHeaderUids,
                            flags.requestHeaderGroups,
                            flags.requestHeaderExtraPrefixes)));
        }
        if (flags.clientCaFile != null) {
            all.add(new CertificateAuthenticator(CertificateAuthorities.read(flags.clientCaFile, clock)));
        }
        all.add(new BearerTokenAuthenticator(tokens, audiences));
        Authenticator known = new AuthenticatedGroup(new UnionAuthenticator(all));
        return flags.anonymous ? new AnonymousFallback(known) : known;
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
        all.add(new VirtualResource(new GroupResource(GROUP, "selfsubjectreviews"), "", new SelfSubjectReviews(clock)));
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
        return new TokenRequests(
                issuer, settings, reader, clock, () -> UUID.randomUUID().toString());
    }

    /** By which others check the tokens issued here; empty when none are. */
    public Optional<OpenIdDocuments> openIdDocuments(String serverAddress) {
        return flags.serviceAccountIssuers.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenIdDocuments(
                        flags.serviceAccountIssuers.getFirst(),
                        "https://" + serverAddress + OpenIdDocuments.KEYS_PATH,
                        keys));
    }
}
