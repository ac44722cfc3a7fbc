package dev.caravel.apiserver.authorization;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import java.util.List;

/** Authorizers that need not look at what is asked. */
public enum FixedAuthorizer implements Authorizer, RuleResolver {
    ALWAYS_ALLOW(new Decision(Verdict.ALLOW, ""), PolicyRule.EVERYTHING),
    ALWAYS_DENY(new Decision(Verdict.NO_OPINION, "Everything is forbidden."), List.of());

    private final Decision decision;
    private final List<PolicyRule> rules;

    FixedAuthorizer(Decision decision, List<PolicyRule> rules) {
        this.decision = decision;
        this.rules = rules;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        return decision;
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return new Rules(rules, true, "");
    }
}
