package dev.caravel.apiserver.authorization.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a role to subjects.
 *
 * @param namespace empty for a ClusterRoleBinding
 */
record RoleBinding(String namespace, String name, String roleKind, String roleName, List<Subject> subjects) {
    /** @param namespace of a service account; empty for users and groups */
    record Subject(String kind, String namespace, String name) {
        /** The user that a service account is. */
        private String user() {
            return kind.equals("ServiceAccount") ? "system:serviceaccount:" + namespace + ":" + name : name;
        }

        boolean isGroup() {
            return kind.equals("Group");
        }

        /** What users and groups are looked up by. */
        String key() {
            return isGroup() ? groupKey(name) : userKey(user());
        }

        /** As in decisions' reasons. */
        @Override
        public String toString() {
            return kind.equals("ServiceAccount")
                    ? "%s \"%s/%s\"".formatted(kind, name, namespace)
                    : "%s \"%s\"".formatted(kind, name);
        }
    }

    static String userKey(String user) {
        return "u" + user;
    }

    static String groupKey(String group) {
        return "g" + group;
    }

    static RoleBinding of(JsonNode object) {
        String namespace = object.at("/metadata/namespace").asText();
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode subject : object.path("subjects")) {
            String own = subject.path("namespace").asText();
            subjects.add(new Subject(
                    subject.path("kind").asText(),
                    own.isEmpty() ? namespace : own,
                    subject.path("name").asText()));
        }
        return new RoleBinding(
                namespace,
                object.at("/metadata/name").asText(),
                object.at("/roleRef/kind").asText(),
                object.at("/roleRef/name").asText(),
                List.copyOf(subjects));
    }

    String reason(Subject subject) {
        return namespace.isEmpty()
                ? "RBAC: allowed by ClusterRoleBinding \"%s\" of %s \"%s\" to %s"
                        .formatted(name, roleKind, roleName, subject)
                : "RBAC: allowed by RoleBinding \"%s/%s\" of %s \"%s\" to %s"
                        .formatted(name, namespace, roleKind, roleName, subject);
    }
}
