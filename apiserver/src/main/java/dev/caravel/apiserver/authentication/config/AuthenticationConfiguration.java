package dev.caravel.apiserver.authentication.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What {@code --authentication-config} says, or the flags of OpenID Connect amount to. Texts that are not there are empty.
 *
 * @param anonymous empty when flags decide
 */
public record AuthenticationConfiguration(List<Jwt> jwt, Optional<Anonymous> anonymous) {
    public static final AuthenticationConfiguration EMPTY =
            new AuthenticationConfiguration(List.of(), Optional.empty());

    public AuthenticationConfiguration {
        jwt = List.copyOf(jwt);
        requireNonNull(anonymous, "anonymous is null");
    }

    /** @param paths the only ones for requests of nobody in particular; empty for all */
    public record Anonymous(boolean enabled, List<String> paths) {
        public Anonymous {
            paths = List.copyOf(paths);
        }
    }

    /** One issuer of tokens, and what its claims mean here. */
    public record Jwt(
            Issuer issuer,
            List<ClaimRule> claimValidationRules,
            ClaimMappings claimMappings,
            List<UserRule> userValidationRules) {
        public Jwt {
            claimValidationRules = List.copyOf(claimValidationRules);
            userValidationRules = List.copyOf(userValidationRules);
        }
    }

    /** @param certificateAuthority PEM; empty for the system's authorities */
    public record Issuer(
            String url,
            String discoveryUrl,
            String certificateAuthority,
            List<String> audiences,
            String audienceMatchPolicy,
            String egressSelectorType) {
        public Issuer {
            audiences = List.copyOf(audiences);
        }
    }

    /** Either a claim with the value that it must have, or an expression that must be true. */
    public record ClaimRule(String claim, String requiredValue, String expression, String message) {}

    public record ClaimMappings(Mapping username, Mapping groups, Mapping uid, List<Extra> extra) {
        public ClaimMappings {
            extra = List.copyOf(extra);
        }
    }

    /** Either a claim, what goes before its value, or an expression; or nothing. */
    public record Mapping(String claim, Optional<String> prefix, String expression) {
        public static final Mapping NONE = new Mapping("", Optional.empty(), "");

        public static Mapping ofClaim(String claim, String prefix) {
            return new Mapping(claim, Optional.of(prefix), "");
        }
    }

    public record Extra(String key, String valueExpression) {}

    public record UserRule(String expression, String message) {}
}
