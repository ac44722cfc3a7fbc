package dev.caravel.apiserver.flags;

import dev.caravel.machinery.role.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How requests prove who makes them, and how service account tokens are issued. */
public final class AuthenticationFlags {
    @Mixin
    public OidcFlags oidc = new OidcFlags();

    @Option(
            names = "--authentication-config",
            description = "File with Authentication Configuration to configure the JWT Token authenticator or the"
                    + " anonymous authenticator; excludes --oidc-*, and --anonymous-auth if it tells of anonymous"
                    + " requests. Read again when it changes.")
    public Path config;

    @Option(
            names = "--authentication-token-webhook-config-file",
            description = "File with webhook configuration for token authentication in kubeconfig format.")
    public Path webhookConfigFile;

    @Option(
            names = "--authentication-token-webhook-version",
            defaultValue = "v1beta1",
            description = "The API version of the authentication.k8s.io TokenReview to send to and expect from the"
                    + " webhook.")
    public String webhookVersion;

    @Option(
            names = "--authentication-token-webhook-cache-ttl",
            defaultValue = "2m",
            converter = DurationConverter.class,
            description = "The duration to cache responses from the webhook token authenticator.")
    public Duration webhookCacheTtl;

    @Option(
            names = "--anonymous-auth",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Enables anonymous requests to the secure port of the API server. On by default, but not where"
                            + " everyone may do everything.")
    public Boolean anonymous;

    @Option(
            names = "--client-ca-file",
            description = "Requests with a client certificate signed by one of the authorities in this file are"
                    + " authenticated with an identity corresponding to the CommonName of the certificate.")
    public Path clientCaFile;

    @Option(
            names = "--enable-bootstrap-token-auth",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Enable to allow secrets of type 'bootstrap.kubernetes.io/token' in the 'kube-system'"
                    + " namespace to be used for TLS bootstrapping authentication.")
    public boolean bootstrapTokens;

    @Option(
            names = "--token-auth-file",
            description = "If set, the file that will be used to secure the secure port via token authentication.")
    public Path tokenFile;

    @Option(
            names = "--requestheader-client-ca-file",
            description = "Root certificate bundle to use to verify client certificates on incoming requests before"
                    + " trusting usernames in headers specified by --requestheader-username-headers.")
    public Path requestHeaderCaFile;

    @Option(
            names = "--requestheader-allowed-names",
            split = ",",
            description = "List of client certificate common names to allow to provide usernames in headers.")
    public List<String> requestHeaderAllowedNames = List.of();

    @Option(names = "--requestheader-username-headers", split = ",", description = "Request headers of usernames.")
    public List<String> requestHeaderUsernames = List.of("X-Remote-User");

    @Option(names = "--requestheader-uid-headers", split = ",", description = "Request headers of UIDs.")
    public List<String> requestHeaderUids = List.of();

    @Option(names = "--requestheader-group-headers", split = ",", description = "Request headers of groups.")
    public List<String> requestHeaderGroups = List.of("X-Remote-Group");

    @Option(
            names = "--requestheader-extra-headers-prefix",
            split = ",",
            description = "Prefixes of request headers of further attributes.")
    public List<String> requestHeaderExtraPrefixes = List.of("X-Remote-Extra-");

    @Option(
            names = "--service-account-issuer",
            description = "Identifier of the service account token issuer; the first of several issues tokens, all are"
                    + " accepted.")
    public List<String> serviceAccountIssuers = List.of();

    @Option(
            names = "--service-account-key-file",
            description = "File containing PEM-encoded x509 RSA or ECDSA private or public keys, used to verify"
                    + " ServiceAccount tokens. Can be given several times.")
    public List<Path> serviceAccountKeyFiles = List.of();

    @Option(
            names = "--service-account-signing-key-file",
            description = "Path to the file that contains the current private key of the service account token issuer.")
    public Path serviceAccountSigningKeyFile;

    @Option(
            names = "--service-account-max-token-expiration",
            defaultValue = "0",
            converter = DurationConverter.class,
            description = "The maximum validity duration of a token created by the service account token issuer.")
    public Duration serviceAccountMaxTokenExpiration;

    @Option(
            names = "--service-account-extend-token-expiration",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Turns on projected service account expiration extension during token generation.")
    public boolean serviceAccountExtendTokenExpiration;

    @Option(
            names = "--api-audiences",
            split = ",",
            description = "Identifiers of the API. Defaults to the issuers of service account tokens.")
    public List<String> apiAudiences = List.of();

    @Option(
            names = "--service-account-jwks-uri",
            defaultValue = "",
            description = "Overrides the URI for the JSON Web Key Set in the discovery doc served at"
                    + " /.well-known/openid-configuration.")
    public String serviceAccountKeysUri;

    /** @throws IllegalArgumentException in upstream's words */
    public void checkServiceAccounts() {
        if (!serviceAccountKeysUri.isEmpty() && !serviceAccountKeysUri.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "service-account-jwks-uri requires https scheme, parsed as: " + serviceAccountKeysUri);
        }
        Set<String> seen = new HashSet<>();
        for (String issuer : serviceAccountIssuers) {
            if (issuer.isEmpty()) {
                throw new IllegalArgumentException("service-account-issuer should not be an empty string");
            }
            if (!seen.add(issuer)) {
                throw new IllegalArgumentException(
                        "service-account-issuer \"%s\" is already specified".formatted(issuer));
            }
        }
        boolean limited = !serviceAccountMaxTokenExpiration.isZero();
        if (limited
                && (serviceAccountMaxTokenExpiration.compareTo(Duration.ofHours(1)) < 0
                        || serviceAccountMaxTokenExpiration.compareTo(Duration.ofSeconds(1L << 32)) > 0)) {
            throw new IllegalArgumentException(
                    "the service-account-max-token-expiration must be between 1 hour and 2^32 seconds");
        }
    }
}
