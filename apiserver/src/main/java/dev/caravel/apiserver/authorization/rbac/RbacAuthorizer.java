package dev.caravel.apiserver.authorization.rbac;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.RuleResolver;

/** Allows what the roles bound to a user allow. */
public final class RbacAuthorizer implements Authorizer, RuleResolver {
    private final RbacPolicy policy;

    public RbacAuthorizer(RbacPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    @Override
    public Decision authorize(Attributes asked) {
        BindingIndex.Match[] found = new BindingIndex.Match[1];
        boolean allowed = policy.visit(asked.user(), asked.namespace(), (match, rule) -> {
            found[0] = match;
            return rule.allows(asked);
        });
        return allowed ? new Decision(Verdict.ALLOW, found[0].binding().reason(found[0].subject())) : NO_OPINION;
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return policy.rulesFor(user, namespace);
    }
}
