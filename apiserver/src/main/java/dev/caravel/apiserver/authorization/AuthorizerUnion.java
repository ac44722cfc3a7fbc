package dev.caravel.apiserver.authorization;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.List;

/** Asks authorizers in their order until one has an opinion. */
public final class AuthorizerUnion implements Authorizer, RuleResolver {
    private final List<Authorizer> authorizers;

    public AuthorizerUnion(List<Authorizer> authorizers) {
        this.authorizers = List.copyOf(authorizers);
    }

    @Override
    public Decision authorize(Attributes attributes) {
        List<String> reasons = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Authorizer authorizer : authorizers) {
            Decision decision = authorizer.authorize(attributes);
            if (decision.verdict() != Verdict.NO_OPINION) {
                return decision;
            }
            if (!decision.reason().isEmpty()) {
                reasons.add(decision.reason());
            }
            if (decision.failed()) {
                errors.add(decision.error());
            }
        }
        return new Decision(Verdict.NO_OPINION, String.join("\n", reasons), Aggregate.of(errors));
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        boolean complete = true;
        for (Authorizer authorizer : authorizers) {
            if (authorizer instanceof RuleResolver resolver) {
                Rules some = resolver.rulesFor(user, namespace);
                rules.addAll(some.rules());
                complete &= some.complete();
                if (!some.error().isEmpty()) {
                    errors.add(some.error());
                }
            }
        }
        return new Rules(rules, complete, Aggregate.of(errors));
    }
}
