package dev.caravel.apiserver.authentication.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.Authenticator.AuthenticationException;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimRule;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.UserRule;
import dev.caravel.apiserver.authentication.config.ClaimExpression;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.values.DecodedObjects;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a token's claims, and the user made of them, must be like. Thread-safe. */
final class ClaimRules {
    private record Condition(ClaimExpression expression, String message) {}

    private final Map<String, String> required = new LinkedHashMap<>();
    private final List<Condition> onClaims = new ArrayList<>();
    private final List<Condition> onUser = new ArrayList<>();

    ClaimRules(Jwt jwt) throws CompileException {
        for (ClaimRule rule : jwt.claimValidationRules()) {
            if (rule.claim().isEmpty()) {
                onClaims.add(new Condition(ClaimExpression.conditionOnClaims(rule.expression()), rule.message()));
            } else {
                required.put(rule.claim(), rule.requiredValue());
            }
        }
        for (UserRule rule : jwt.userValidationRules()) {
            onUser.add(new Condition(ClaimExpression.conditionOnUser(rule.expression()), rule.message()));
        }
    }

    void check(ObjectNode claims, UserInfo user) throws AuthenticationException {
        for (Map.Entry<String, String> rule : required.entrySet()) {
            require(claims.path(rule.getKey()), rule.getKey(), rule.getValue());
        }
        if (!onClaims.isEmpty()) {
            check(onClaims, DecodedObjects.of(claims), "oidc: error evaluating claim validation expression: ");
        }
        if (!onUser.isEmpty()) {
            check(onUser, json(user), "oidc: error evaluating user info validation rule: ");
        }
    }

    private static void require(JsonNode value, String claim, String wanted) throws AuthenticationException {
        if (value.isMissingNode()) {
            throw new AuthenticationException("oidc: required claim %s not present in ID token".formatted(claim));
        }
        if (!value.isTextual()) {
            throw new AuthenticationException(
                    "oidc: parse claim %s: %s".formatted(claim, ClaimMapper.mismatch(value, "string")));
        }
        if (!value.textValue().equals(wanted)) {
            throw new AuthenticationException("oidc: required claim %s value does not match. Got = %s, want = %s"
                    .formatted(claim, value.textValue(), wanted));
        }
    }

    private static void check(List<Condition> conditions, Object value, String failed) throws AuthenticationException {
        for (Condition condition : conditions) {
            try {
                if (!Boolean.TRUE.equals(condition.expression().evaluate(value))) {
                    throw new AuthenticationException(failed
                            + "validation expression '%s' failed: %s"
                                    .formatted(condition.expression().text(), condition.message()));
                }
            } catch (EvaluationException e) {
                throw new AuthenticationException(failed + e.getMessage());
            }
        }
    }

    private static ObjectNode json(UserInfo user) {
        ObjectNode node = JsonCodec.object().put("username", user.name()).put("uid", user.uid());
        user.groups().forEach(node.putArray("groups")::add);
        ObjectNode extra = node.putObject("extra");
        user.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        return node;
    }
}
