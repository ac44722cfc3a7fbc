package dev.caravel.apiserver.authorization;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.GroupResource;

/** Decides whether a user may do something. Thread-safe; may block, for a webhook that is asked. */
public interface Authorizer {
    /**
     * What is asked; mirrors {@code SubjectAccessReviewSpec}.
     *
     * <p>{@code path} is set for non-resource requests only, {@code selectors} when a list, watch or deletecollection is narrowed by some.
     */
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
            String path,
            Selectors selectors) {
        public Attributes {
            requireNonNull(user, "user is null");
            requireNonNull(selectors, "selectors is null");
        }

        public Attributes(
                UserInfo user,
                String verb,
                String namespace,
                String group,
                String version,
                String resource,
                String subresource,
                String name,
                boolean resourceRequest,
                String path) {
            this(
                    user,
                    verb,
                    namespace,
                    group,
                    version,
                    resource,
                    subresource,
                    name,
                    resourceRequest,
                    path,
                    Selectors.NONE);
        }

        public GroupResource groupResource() {
            return new GroupResource(group, resource);
        }

        /** As roles name it: {@code pods/log}. */
        public String resourcePath() {
            return subresource.isEmpty() ? resource : resource + "/" + subresource;
        }
    }

    enum Verdict {
        ALLOW,
        DENY,
        NO_OPINION
    }

    Decision NO_OPINION = new Decision(Verdict.NO_OPINION, "");

    /**
     * @param reason for people; upstream's text, such as {@code RBAC: allowed by ClusterRoleBinding …}
     * @param error why it could not be decided as it should have been; empty when nothing went wrong
     */
    record Decision(Verdict verdict, String reason, String error) {
        public Decision {
            requireNonNull(verdict, "verdict is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(error, "error is null");
        }

        public Decision(Verdict verdict, String reason) {
            this(verdict, reason, "");
        }

        public boolean allowed() {
            return verdict == Verdict.ALLOW;
        }

        public boolean failed() {
            return !error.isEmpty();
        }
    }

    Decision authorize(Attributes attributes);
}
