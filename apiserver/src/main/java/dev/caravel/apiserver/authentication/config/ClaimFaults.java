package dev.caravel.apiserver.authentication.config;

import static dev.caravel.apiserver.json.Quoted.quoted;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimMappings;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimRule;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Extra;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Mapping;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.UserRule;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.validation.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is wrong with what an issuer's claims are to mean. */
final class ClaimFaults {
    private static final String BOTH = "claim and expression can't both be set";
    private static final String EMAIL_UNVERIFIED =
            "claims.email_verified must be used in claimMappings.username.expression or"
                    + " claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email"
                    + " is used in claimMappings.username.expression";

    /** How an expression is made of a text. */
    private interface Compiler {
        ClaimExpression compile(String text) throws CompileException;
    }

    private final List<FieldError> errors = new ArrayList<>();

    /** Whether something sees to it that an address of a user is the user's. */
    private boolean verifiesEmail;

    private ClaimFaults() {}

    static List<FieldError> of(Jwt jwt, String path) {
        ClaimFaults faults = new ClaimFaults();
        faults.claimRules(jwt.claimValidationRules(), FieldPath.child(path, "claimValidationRules"));
        faults.mappings(jwt.claimMappings(), FieldPath.child(path, "claimMappings"));
        faults.userRules(jwt.userValidationRules(), FieldPath.child(path, "userValidationRules"));
        return faults.errors;
    }

    private void claimRules(List<ClaimRule> rules, String path) {
        Set<String> claims = new HashSet<>();
        Set<String> expressions = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            ClaimRule rule = rules.get(i);
            String at = FieldPath.index(path, i);
            boolean claim = !rule.claim().isEmpty();
            boolean expression = !rule.expression().isEmpty();
            if (claim && expression) {
                errors.add(FieldError.invalid(at, quoted(rule.claim()), BOTH));
            } else if (claim) {
                namedClaim(rule, at, claims);
            } else if (expression) {
                claimCondition(rule, at, expressions);
            } else {
                errors.add(FieldError.required(at, "claim or expression is required"));
            }
        }
    }

    private void namedClaim(ClaimRule rule, String at, Set<String> seen) {
        if (!rule.message().isEmpty()) {
            errors.add(FieldError.invalid(
                    FieldPath.child(at, "message"), quoted(rule.message()), "may not be specified when claim is set"));
        }
        if (!seen.add(rule.claim())) {
            errors.add(FieldError.duplicate(FieldPath.child(at, "claim"), quoted(rule.claim())));
        }
    }

    private void claimCondition(ClaimRule rule, String at, Set<String> seen) {
        if (!rule.requiredValue().isEmpty()) {
            errors.add(FieldError.invalid(
                    FieldPath.child(at, "requiredValue"),
                    quoted(rule.requiredValue()),
                    "may not be specified when expression is set"));
        }
        String field = FieldPath.child(at, "expression");
        if (!seen.add(rule.expression())) {
            errors.add(FieldError.duplicate(field, quoted(rule.expression())));
            return;
        }
        compile(ClaimExpression::conditionOnClaims, rule.expression(), field).ifPresent(this::noteVerification);
    }

    private void noteVerification(ClaimExpression expression) {
        verifiesEmail |= expression.uses("email_verified");
    }

    private void mappings(ClaimMappings mappings, String path) {
        Optional<ClaimExpression> username = mapping(mappings.username(), FieldPath.child(path, "username"), true);
        username.ifPresent(this::noteVerification);
        mapping(mappings.groups(), FieldPath.child(path, "groups"), false);
        uid(mappings.uid(), FieldPath.child(path, "uid"));
        extra(mappings.extra(), FieldPath.child(path, "extra"));
        if (username.isPresent() && username.get().uses("email") && !verifiesEmail) {
            errors.add(FieldError.invalid(
                    FieldPath.child(path, "username.expression"),
                    quoted(mappings.username().expression()),
                    EMAIL_UNVERIFIED));
        }
    }

    private Optional<ClaimExpression> mapping(Mapping mapping, String path, boolean required) {
        boolean claim = !mapping.claim().isEmpty();
        boolean expression = !mapping.expression().isEmpty();
        if (claim && expression) {
            errors.add(FieldError.invalid(path, quoted(""), BOTH));
        } else if (expression) {
            mapping.prefix()
                    .ifPresent(prefix -> errors.add(FieldError.invalid(
                            FieldPath.child(path, "prefix"),
                            quoted(prefix),
                            "may not be specified when expression is set")));
            return compile(ClaimExpression::ofClaims, mapping.expression(), FieldPath.child(path, "expression"));
        } else if (claim && mapping.prefix().isEmpty()) {
            errors.add(FieldError.required(
                    FieldPath.child(path, "prefix"),
                    "prefix is required when claim is set. It can be set to an empty string to disable prefixing"));
        } else if (!claim && required) {
            errors.add(FieldError.required(path, "claim or expression is required"));
        }
        return Optional.empty();
    }

    private void uid(Mapping uid, String path) {
        if (!uid.claim().isEmpty() && !uid.expression().isEmpty()) {
            errors.add(FieldError.invalid(path, quoted(""), BOTH));
        } else if (!uid.expression().isEmpty()) {
            compile(ClaimExpression::ofClaims, uid.expression(), FieldPath.child(path, "expression"));
        }
    }

    private void extra(List<Extra> all, String path) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            Extra extra = all.get(i);
            String key = FieldPath.child(FieldPath.index(path, i), "key");
            String value = FieldPath.child(FieldPath.index(path, i), "valueExpression");
            key(extra.key(), key);
            if (!keys.add(extra.key())) {
                errors.add(FieldError.duplicate(key, quoted(extra.key())));
            } else if (extra.valueExpression().isEmpty()) {
                errors.add(FieldError.required(value, ""));
            } else {
                compile(ClaimExpression::ofClaims, extra.valueExpression(), value)
                        .ifPresent(this::noteVerification);
            }
        }
    }

    private void key(String key, String path) {
        if (key.isEmpty()) {
            errors.add(FieldError.required(path, ""));
        } else {
            Formats.named("domainPrefixedPath")
                    .faults(TextNode.valueOf(key))
                    .forEach(fault -> errors.add(FieldError.invalid(path, quoted(key), fault)));
        }
        if (!key.equals(key.toLowerCase(Locale.ROOT))) {
            errors.add(FieldError.invalid(path, quoted(key), "must be lowercase"));
        }
        String domain = "." + (key.contains("/") ? key.substring(0, key.indexOf('/')) : "");
        if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
            errors.add(FieldError.invalid(
                    path, quoted(key), "k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use"));
        }
    }

    private void userRules(List<UserRule> rules, String path) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            String expression = rules.get(i).expression();
            String field = FieldPath.child(FieldPath.index(path, i), "expression");
            if (expression.isEmpty()) {
                errors.add(FieldError.required(field, ""));
            } else if (!seen.add(expression)) {
                errors.add(FieldError.duplicate(field, quoted(expression)));
            } else {
                compile(ClaimExpression::conditionOnUser, expression, field);
            }
        }
    }

    private Optional<ClaimExpression> compile(Compiler compiler, String text, String path) {
        try {
            return Optional.of(compiler.compile(text));
        } catch (CompileException e) {
            errors.add(FieldError.invalid(path, quoted(text), e.getMessage()));
            return Optional.empty();
        }
    }
}
