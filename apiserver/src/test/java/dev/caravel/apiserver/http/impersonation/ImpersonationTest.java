package dev.caravel.apiserver.http.impersonation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.http.impersonation.Impersonation.Impersonated;
import dev.caravel.apiserver.status.ApiException;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A user")
class ImpersonationTest {
    private static final UserInfo JANE = UserInfo.of("jane", "system:authenticated");
    private static final UserInfo AGENT = new UserInfo(
            "system:serviceaccount:kube-system:agent",
            "1",
            List.of(),
            Map.of(
                    "authentication.kubernetes.io/node-name", List.of("n1"),
                    "authentication.kubernetes.io/pod-name", List.of("agent-x")));

    /** What was asked of the authorizer: verb, resource with its group, name. */
    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "impersonate users john, john, '', system:authenticated",
        "impersonate users system:anonymous, system:anonymous, '', system:unauthenticated",
        "impersonate serviceaccounts dev/bot, system:serviceaccount:dev:bot, '', system:serviceaccounts system:serviceaccounts:dev system:authenticated",
        "impersonate users system:node:n1, system:node:n1, '', system:authenticated",
        "impersonate:user-info users.authentication.k8s.io john, john, impersonate:user-info, system:authenticated",
        "impersonate:serviceaccount serviceaccounts.authentication.k8s.io dev/bot, system:serviceaccount:dev:bot, impersonate:serviceaccount, system:serviceaccounts system:serviceaccounts:dev system:authenticated",
        "impersonate:arbitrary-node nodes.authentication.k8s.io n1, system:node:n1, impersonate:arbitrary-node, system:nodes system:authenticated",
    })
    @DisplayName("who may, acts as another, in the groups that come with its name")
    void allowed(String permission, String name, String constraint, String groups) {
        Impersonated result = impersonate(
                Set.of(permission, on(permission)),
                JANE,
                MultiMap.caseInsensitiveMultiMap().add("Impersonate-User", name));

        assertThat(result.user().name()).isEqualTo(name);
        assertThat(result.constraint()).isEqualTo(constraint);
        assertThat(result.user().groups()).containsExactly(groups.split(" "));
    }

    private static String on(String permission) {
        String verb = permission.split(" ")[0];
        return "impersonate-on:" + verb.substring(verb.indexOf(':') + 1) + ":get pods web";
    }

    @Test
    @DisplayName("who may act as another for some requests, may not for others")
    void constrained() {
        assertThatThrownBy(() -> impersonate(
                        Set.of("impersonate:user-info users.authentication.k8s.io john"), JANE, headers("john")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(
                        "User \"jane\" cannot impersonate-on:user-info:get resource \"pods\" in API group \"\" in the"
                                + " namespace \"dev\"");
    }

    @Test
    @DisplayName("that is an agent's service account may act as the node that it runs on, and no other")
    void associatedNode() {
        Set<String> permissions = Set.of(
                "impersonate:associated-node nodes.authentication.k8s.io *", on("impersonate:associated-node x"));

        Impersonated result = impersonate(permissions, AGENT, headers("system:node:n1"));
        assertThat(result.constraint()).isEqualTo("impersonate:associated-node");
        assertThat(result.user()).isEqualTo(UserInfo.of("system:node:n1", "system:nodes", "system:authenticated"));
        assertThatThrownBy(() -> impersonate(permissions, AGENT, headers("system:node:n2")))
                .isInstanceOf(ApiException.class);
    }

    @Test
    @DisplayName("must be allowed each group, attribute and UID")
    void everything() {
        MultiMap headers = headers("john")
                .add("Impersonate-Group", "dev")
                .add("Impersonate-Group", "ops")
                .add("Impersonate-Uid", "7")
                .add("Impersonate-Extra-Example.com%2fScope+a", "view");
        Set<String> all = Set.of(
                "impersonate users john",
                "impersonate groups dev",
                "impersonate groups ops",
                "impersonate uids.authentication.k8s.io 7",
                "impersonate userextras/example.com/scope+a.authentication.k8s.io view");

        assertThat(impersonate(all, JANE, headers).user())
                .isEqualTo(new UserInfo(
                        "john",
                        "7",
                        List.of("dev", "ops", "system:authenticated"),
                        Map.of("example.com/scope+a", List.of("view"))));
        for (String one : all) {
            Set<String> others = new java.util.HashSet<>(all);
            others.remove(one);
            assertThatThrownBy(() -> impersonate(others, JANE, headers)).as(one).isInstanceOf(ApiException.class);
        }
    }

    @Test
    @DisplayName("cannot act as one of system:masters by a constrained permission, whatever it is allowed")
    void masters() {
        Authorizer.Decision yes = new Authorizer.Decision(Authorizer.Verdict.ALLOW, "");
        Authorizer constrained = attributes -> attributes.verb().equals("impersonate") ? Authorizer.NO_OPINION : yes;

        assertThatThrownBy(() -> new Impersonation(constrained)
                        .apply(headers("john").add("Impersonate-Group", "system:masters"), request(JANE)))
                .hasMessageContaining("impersonating the system:masters group is not allowed");
        assertThatThrownBy(() -> new Impersonation(constrained)
                        .apply(headers("john").add("Impersonate-Extra-Scope", "a"), request(JANE)))
                .hasMessageContaining("impersonating an invalid key in extra is not allowed");
    }

    @Test
    @DisplayName("that wants groups must name a user")
    void nobody() {
        assertThatThrownBy(() -> impersonate(
                        Set.of(), JANE, MultiMap.caseInsensitiveMultiMap().add("Impersonate-Group", "dev")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("without impersonating a user name");
        assertThat(new Impersonation(_ -> Authorizer.NO_OPINION)
                        .apply(MultiMap.caseInsensitiveMultiMap(), request(JANE)))
                .isEmpty();
    }

    private Impersonated impersonate(Set<String> permissions, UserInfo user, MultiMap headers) {
        Authorizer authorizer = attributes -> {
            asked.add(text(attributes));
            return permissions.contains(text(attributes))
                    ? new Authorizer.Decision(Authorizer.Verdict.ALLOW, "")
                    : Authorizer.NO_OPINION;
        };
        return new Impersonation(authorizer).apply(headers, request(user)).orElseThrow();
    }

    private static String text(Attributes attributes) {
        String resource = attributes.resourcePath() + (attributes.group().isEmpty() ? "" : "." + attributes.group());
        boolean account = attributes.resource().equals("serviceaccounts");
        return String.join(
                " ",
                Arrays.asList(
                        attributes.verb(),
                        resource,
                        account ? attributes.namespace() + "/" + attributes.name() : attributes.name()));
    }

    private static MultiMap headers(String user) {
        return MultiMap.caseInsensitiveMultiMap().add("Impersonate-User", user);
    }

    private static Attributes request(UserInfo user) {
        return new Attributes(user, "get", "dev", "", "v1", "pods", "", "web", true, "");
    }
}
