package dev.caravel.apiserver.authorization.rbac;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Aggregate;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.RuleResolver;
import java.util.ArrayList;
import java.util.List;

/** Allows what the roles bound to a user allow. */
public final class RbacAuthorizer implements Authorizer, RuleResolver {
    private final RbacPolicy policy;

    public RbacAuthorizer(RbacPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    @Override
    public Decision authorize(Attributes asked) {
        Search search = new Search(asked);
        return policy.visit(asked.user(), asked.namespace(), search)
                ? new Decision(Verdict.ALLOW, search.reason)
                : search.refusal();
    }

    private static final class Search implements RbacPolicy.Visitor {
        private final Attributes asked;
        private final List<String> missing = new ArrayList<>();
        private String reason;

        Search(Attributes asked) {
            this.asked = asked;
        }

        @Override
        public boolean visit(BindingIndex.Match match, PolicyRule rule) {
            if (!rule.allows(asked)) {
                return false;
            }
            reason = match.binding().reason(match.subject());
            return true;
        }

        @Override
        public void missing(MissingRole role) {
            missing.add(role.toString());
        }

        Decision refusal() {
            return missing.isEmpty() ? NO_OPINION : new Decision(Verdict.NO_OPINION, "RBAC: " + Aggregate.of(missing));
        }
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        return policy.rulesFor(user, namespace);
    }
}
