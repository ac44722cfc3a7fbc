package dev.caravel.apiserver.authorization;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.GroupResource;

/** Decides whether a user may do something. Thread-safe; must not block. */
public interface Authorizer {
    /**
     * What is asked; mirrors {@code SubjectAccessReviewSpec}.
     *
     * <p>{@code path} is set for non-resource requests only, {@code fieldSelector} when a list, watch or deletecollection is narrowed by one.
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
            String fieldSelector) {
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
            this(user, verb, namespace, group, version, resource, subresource, name, resourceRequest, path, "");
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

    /** @param reason for people; upstream's text, such as {@code RBAC: allowed by ClusterRoleBinding …} */
    record Decision(Verdict verdict, String reason) {
        public boolean allowed() {
            return verdict == Verdict.ALLOW;
        }
    }

    Decision authorize(Attributes attributes);
}
