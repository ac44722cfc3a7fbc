package dev.caravel.apiserver.authorization;

import dev.caravel.apiserver.authentication.UserInfo;

/** Decides whether a user may do something. Thread-safe; must not block. */
public interface Authorizer {
    /** What is asked; mirrors {@code SubjectAccessReviewSpec}. {@code path} is set for non-resource requests only. */
    record Attributes(
            UserInfo user,
            String verb,
            String namespace,
            String group,
            String version,
            String resource,
            String subresource,
            String name,
            boolean resourceRequest,
            String path) {}

    enum Verdict {
        ALLOW,
        DENY,
        NO_OPINION
    }

    /** @param reason for people; upstream's text, such as {@code RBAC: allowed by ClusterRoleBinding …} */
    record Decision(Verdict verdict, String reason) {
        public boolean allowed() {
            return verdict == Verdict.ALLOW;
        }
    }

    Decision authorize(Attributes attributes);
}
