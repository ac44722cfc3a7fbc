package dev.caravel.apiserver.authentication.config;

import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimMappings;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimRule;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Issuer;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Mapping;
import dev.caravel.apiserver.flags.OidcFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The configuration that the {@code --oidc-} flags amount to. */
public final class OidcConfiguration {
    /** RFC 7518, 3.1: the asymmetric ones. */
    public static final List<String> ALGORITHMS =
            List.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    private OidcConfiguration() {}

    /**
     * Checked.
     *
     * @throws IllegalArgumentException saying what does not go together
     * @throws IOException when the file of authorities cannot be read
     */
    public static AuthenticationConfiguration of(OidcFlags flags, List<String> ownIssuers) throws IOException {
        if (!flags.given()) {
            return AuthenticationConfiguration.EMPTY;
        }
        if (isEmpty(flags.issuerUrl) || isEmpty(flags.clientId)) {
            throw new IllegalArgumentException(
                    "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set");
        }
        for (String algorithm : flags.signingAlgorithms()) {
            if (!Set.copyOf(ALGORITHMS).contains(algorithm)) {
                throw new IllegalArgumentException("oidc: unsupported signing alg: \"%s\"".formatted(algorithm));
            }
        }
        AuthenticationConfiguration configuration =
                new AuthenticationConfiguration(List.of(jwt(flags)), Optional.empty());
        ConfigurationFile.require(ConfigurationFaults.of(configuration, ownIssuers));
        return configuration;
    }

    private static Jwt jwt(OidcFlags flags) throws IOException {
        return new Jwt(
                new Issuer(
                        flags.issuerUrl,
                        "",
                        flags.caFile == null ? "" : Files.readString(flags.caFile),
                        List.of(flags.clientId),
                        "",
                        ""),
                flags.requiredClaims().entrySet().stream()
                        .map(claim -> new ClaimRule(claim.getKey(), claim.getValue(), "", ""))
                        .toList(),
                new ClaimMappings(
                        Mapping.ofClaim(flags.usernameClaim(), flags.usernamePrefix()),
                        flags.groupsClaim()
                                .map(claim -> Mapping.ofClaim(claim, flags.groupsPrefix()))
                                .orElse(Mapping.NONE),
                        Mapping.NONE,
                        List.of()),
                List.of());
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
