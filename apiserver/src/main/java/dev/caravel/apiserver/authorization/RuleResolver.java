package dev.caravel.apiserver.authorization;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import java.util.List;

/** Lists what a user may do. Thread-safe; must not block. */
public interface RuleResolver {
    /**
     * What is known of a user's rights.
     *
     * @param complete false when there are more that cannot be listed
     * @param error why not all could be listed; empty when nothing went wrong
     */
    record Rules(List<PolicyRule> rules, boolean complete, String error) {}

    /** @param namespace empty for rights in all namespaces only */
    Rules rulesFor(UserInfo user, String namespace);
}
