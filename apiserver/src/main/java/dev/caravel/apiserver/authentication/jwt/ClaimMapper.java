package dev.caravel.apiserver.authentication.jwt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimMappings;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Extra;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Mapping;
import dev.caravel.apiserver.authentication.config.ClaimExpression;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.values.DecodedObjects;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a user of a token's claims. Thread-safe. */
final class ClaimMapper {
    private static final String NO_TEXTS = "expression must return a string or a list of strings";

    private final ClaimMappings mappings;
    private final Optional<ClaimExpression> username;
    private final Optional<ClaimExpression> groups;
    private final Optional<ClaimExpression> uid;
    private final Map<String, ClaimExpression> extra = new LinkedHashMap<>();

    ClaimMapper(ClaimMappings mappings) throws CompileException {
        this.mappings = requireNonNull(mappings, "mappings is null");
        this.username = expression(mappings.username());
        this.groups = expression(mappings.groups());
        this.uid = expression(mappings.uid());
        for (Extra each : mappings.extra()) {
            extra.put(each.key(), ClaimExpression.ofClaims(each.valueExpression()));
        }
    }

    private static Optional<ClaimExpression> expression(Mapping mapping) throws CompileException {
        return mapping.expression().isEmpty()
                ? Optional.empty()
                : Optional.of(ClaimExpression.ofClaims(mapping.expression()));
    }

    UserInfo user(ObjectNode claims) throws AuthenticationException {
        return new UserInfo(username(claims), uid(claims), groups(claims), extra(claims));
    }

    private String username(ObjectNode claims) throws AuthenticationException {
        if (username.isPresent()) {
            String name = text(username.get(), claims, "username");
            if (name.isEmpty()) {
                throw new AuthenticationException("oidc: empty username via CEL expression is not allowed");
            }
            return name;
        }
        String claim = mappings.username().claim();
        String name = text(claims, claim, "oidc: parse username claims \"" + claim + "\": ");
        if (claim.equals("email") && claims.has("email_verified")) {
            requireVerified(claims.get("email_verified"));
        }
        return mappings.username().prefix().orElse("") + name;
    }

    private static void requireVerified(JsonNode verified) throws AuthenticationException {
        if (!verified.isBoolean()) {
            throw new AuthenticationException("oidc: parse 'email_verified' claim: " + mismatch(verified, "bool"));
        }
        if (!verified.booleanValue()) {
            throw new AuthenticationException("oidc: email not verified");
        }
    }

    private List<String> groups(ObjectNode claims) throws AuthenticationException {
        String claim = mappings.groups().claim();
        if (!claim.isEmpty() && claims.has(claim)) {
            String prefix = mappings.groups().prefix().orElse("");
            return groups(claims.get(claim), claim).stream().map(prefix::concat).toList();
        }
        return groups.isPresent() ? texts(groups.get(), claims, "group claim expression: ") : List.of();
    }

    /** One may stand without a list. */
    private static List<String> groups(JsonNode value, String claim) throws AuthenticationException {
        List<String> names = new ArrayList<>();
        if (value.isTextual()) {
            names.add(value.textValue());
        } else if (value.isArray()) {
            for (JsonNode name : value) {
                if (!name.isTextual()) {
                    throw new AuthenticationException(
                            "oidc: parse groups claim \"%s\": %s".formatted(claim, mismatch(value, "string")));
                }
                names.add(name.textValue());
            }
        } else if (!value.isNull()) {
            throw new AuthenticationException(
                    "oidc: parse groups claim \"%s\": %s".formatted(claim, mismatch(value, "string")));
        }
        return names;
    }

    private String uid(ObjectNode claims) throws AuthenticationException {
        String claim = mappings.uid().claim();
        if (!claim.isEmpty()) {
            return text(claims, claim, "oidc: parse uid claim \"" + claim + "\": ");
        }
        return uid.isPresent() ? text(uid.get(), claims, "uid") : "";
    }

    private Map<String, List<String>> extra(ObjectNode claims) throws AuthenticationException {
        Map<String, List<String>> all = new HashMap<>();
        if (!claims.path("jti").asText().isEmpty()) {
            all.put(
                    UserInfo.EXTRA_CREDENTIAL_ID,
                    List.of("JTI=" + claims.get("jti").asText()));
        }
        for (Map.Entry<String, ClaimExpression> each : extra.entrySet()) {
            List<String> values = texts(each.getValue(), claims, "extra claim expression: ");
            if (!values.isEmpty()) {
                all.put(each.getKey(), values);
            }
        }
        return all;
    }

    private static String text(ObjectNode claims, String claim, String failed) throws AuthenticationException {
        JsonNode value = claims.path(claim);
        if (value.isMissingNode()) {
            throw new AuthenticationException(failed + "claim not present");
        }
        if (!value.isTextual() && !value.isNull()) {
            throw new AuthenticationException(failed + mismatch(value, "string"));
        }
        return value.asText("");
    }

    static String mismatch(JsonNode value, String wanted) {
        String type = value.isBoolean() ? "bool" : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        return "json: cannot unmarshal %s into Go value of type %s".formatted(type, wanted);
    }

    private static String text(ClaimExpression expression, ObjectNode claims, String what)
            throws AuthenticationException {
        Object value = value(expression, claims, what + " claim expression: ");
        if (value instanceof String text) {
            return text;
        }
        throw new AuthenticationException(
                "oidc: error evaluating %s claim expression: %s claim expression must return a string"
                        .formatted(what, what));
    }

    private static List<String> texts(ClaimExpression expression, ObjectNode claims, String what)
            throws AuthenticationException {
        return switch (value(expression, claims, what)) {
            case String text -> text.isEmpty() ? List.of() : List.of(text);
            case NullValue _ -> List.of();
            case List<?> list -> {
                List<String> texts = new ArrayList<>();
                for (Object item : list) {
                    if (!(item instanceof String text)) {
                        throw new AuthenticationException("oidc: error evaluating " + what + NO_TEXTS);
                    }
                    if (!text.isEmpty()) {
                        texts.add(text);
                    }
                }
                yield texts;
            }
            default -> throw new AuthenticationException("oidc: error evaluating " + what + NO_TEXTS);
        };
    }

    private static Object value(ClaimExpression expression, ObjectNode claims, String what)
            throws AuthenticationException {
        try {
            return expression.evaluate(DecodedObjects.of(claims));
        } catch (EvaluationException e) {
            throw new AuthenticationException("oidc: error evaluating " + what + e.getMessage());
        }
    }
}
