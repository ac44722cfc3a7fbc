package dev.caravel.apiserver.authorization.abac;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import java.util.Set;

/** One line of a policy file. {@code *} is everything. */
record AbacPolicy(
        String user,
        String group,
        boolean readOnly,
        String apiGroup,
        String resource,
        String namespace,
        String nonResourcePath) {
    private static final String ALL = "*";
    private static final Set<String> READING = Set.of("get", "list", "watch");

    /** @param spec of {@code abac.authorization.kubernetes.io/v1beta1} */
    static AbacPolicy of(JsonNode spec) {
        return new AbacPolicy(
                        spec.path("user").asText(),
                        spec.path("group").asText(),
                        spec.path("readonly").asBoolean(),
                        spec.path("apiGroup").asText(),
                        spec.path("resource").asText(),
                        spec.path("namespace").asText(),
                        spec.path("nonResourcePath").asText())
                .ofAuthenticated();
    }

    /** Of lines from before policies had versions: there, what is not said is everything. */
    static AbacPolicy unversioned(JsonNode line) {
        String user = line.path("user").asText();
        String group = line.path("group").asText();
        String resource = line.path("resource").asText();
        String namespace = line.path("namespace").asText();
        return new AbacPolicy(
                        user,
                        user.isEmpty() && group.isEmpty() ? ALL : group,
                        line.path("readonly").asBoolean(),
                        ALL,
                        resource.isEmpty() ? ALL : resource,
                        namespace.isEmpty() ? ALL : namespace,
                        resource.isEmpty() && namespace.isEmpty() ? ALL : "")
                .ofAuthenticated();
    }

    /** Nobody is meant who is not known. */
    private AbacPolicy ofAuthenticated() {
        return user.equals(ALL) || group.equals(ALL)
                ? new AbacPolicy(
                        "", UserInfo.GROUP_AUTHENTICATED, readOnly, apiGroup, resource, namespace, nonResourcePath)
                : this;
    }

    boolean isOf(UserInfo who) {
        return !(user.isEmpty() && group.isEmpty())
                && (user.isEmpty() || user.equals(who.name()))
                && (group.isEmpty() || who.groups().contains(group));
    }

    boolean isIn(String where) {
        return covers(namespace, where);
    }

    boolean allows(Attributes asked) {
        return isOf(asked.user())
                && (!readOnly || READING.contains(asked.verb()))
                && (asked.resourceRequest()
                        ? covers(namespace, asked.namespace())
                                && covers(resource, asked.resource())
                                && covers(apiGroup, asked.group())
                        : coversPath(asked.path()));
    }

    private boolean coversPath(String path) {
        return covers(nonResourcePath, path)
                || nonResourcePath.endsWith(ALL) && path.startsWith(nonResourcePath.replaceFirst("\\*+$", ""));
    }

    private static boolean covers(String own, String asked) {
        return own.equals(ALL) || own.equals(asked);
    }
}
