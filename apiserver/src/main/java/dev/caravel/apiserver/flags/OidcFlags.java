package dev.caravel.apiserver.flags;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** One issuer of OpenID Connect tokens. Without defaults, since it is told whether any is given; those are in the getters. */
public final class OidcFlags {
    @Option(
            names = "--oidc-issuer-url",
            description = "The URL of the OpenID issuer, only HTTPS scheme will be accepted.")
    public String issuerUrl;

    @Option(
            names = "--oidc-client-id",
            description = "The client ID for the OpenID Connect client, must be set if oidc-issuer-url is set.")
    public String clientId;

    @Option(
            names = "--oidc-ca-file",
            description = "If set, the OpenID server's certificate will be verified by one of the authorities in this"
                    + " file, otherwise the host's root CA set will be used.")
    public Path caFile;

    @Option(names = "--oidc-username-claim", description = "The OpenID claim to use as the user name; sub by default.")
    String usernameClaim;

    @Option(
            names = "--oidc-username-prefix",
            description = "If provided, all usernames will be prefixed with this value. If not provided, username"
                    + " claims other than 'email' are prefixed by the issuer URL to avoid clashes. To skip any"
                    + " prefixing, provide the value '-'.")
    String usernamePrefix;

    @Option(
            names = "--oidc-groups-claim",
            description = "If provided, the name of a custom OpenID Connect claim for specifying user groups.")
    String groupsClaim;

    @Option(names = "--oidc-groups-prefix", description = "If provided, all groups will be prefixed with this value.")
    String groupsPrefix;

    @Option(
            names = "--oidc-signing-algs",
            split = ",",
            description = "Comma-separated list of allowed JOSE asymmetric signing algorithms: RS256, RS384, RS512,"
                    + " ES256, ES384, ES512, PS256, PS384, PS512; RS256 by default.")
    List<String> signingAlgorithms;

    @Option(
            names = "--oidc-required-claim",
            description = "A key=value pair that describes a required claim in the ID Token. Repeat this flag to"
                    + " specify multiple claims.")
    Map<String, String> requiredClaims;

    /** Whether any of the flags is given. */
    public boolean given() {
        return Stream.of(
                        issuerUrl,
                        clientId,
                        caFile,
                        usernameClaim,
                        usernamePrefix,
                        groupsClaim,
                        groupsPrefix,
                        signingAlgorithms,
                        requiredClaims)
                .anyMatch(flag -> flag != null);
    }

    public String usernameClaim() {
        return usernameClaim == null ? "sub" : usernameClaim;
    }

    /** Only an address of a user is the same whoever says it. */
    public String usernamePrefix() {
        if (usernamePrefix == null || usernamePrefix.isEmpty()) {
            return usernameClaim().equals("email") ? "" : issuerUrl + "#";
        }
        return usernamePrefix.equals("-") ? "" : usernamePrefix;
    }

    public Optional<String> groupsClaim() {
        return Optional.ofNullable(groupsClaim).filter(claim -> !claim.isEmpty());
    }

    public String groupsPrefix() {
        return groupsPrefix == null ? "" : groupsPrefix;
    }

    public List<String> signingAlgorithms() {
        return signingAlgorithms == null ? List.of("RS256") : List.copyOf(signingAlgorithms);
    }

    public Map<String, String> requiredClaims() {
        return requiredClaims == null ? Map.of() : requiredClaims;
    }
}
