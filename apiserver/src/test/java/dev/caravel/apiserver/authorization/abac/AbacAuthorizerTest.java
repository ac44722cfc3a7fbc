package dev.caravel.apiserver.authorization.abac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer.Attributes;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.RuleResolver.Rules;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A policy file, --authorization-policy-file,")
class AbacAuthorizerTest {
    private static final String POLICIES = """
            # who may what

            {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"user": "alice", "namespace": "*", "resource": "*", "apiGroup": "*", "nonResourcePath": "*"}}
            {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"user": "bob", "namespace": "dev", "resource": "pods", "apiGroup": "", "readonly": true}}
            {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"group": "*", "nonResourcePath": "/docs/*", "readonly": true}}
            {"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {"namespace": "*", "resource": "*", "apiGroup": "*"}}
            {"user": "old", "resource": "events"}
            """;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} {1} {2} in {3}: {4}")
    @CsvSource({
        "alice, delete, secrets,          prod, true",
        "alice, post,   /metrics,         -,    true",
        "bob,   list,   pods,             dev,  true",
        "bob,   list,   pods,             prod, false",
        "bob,   create, pods,             dev,  false",
        "bob,   list,   pods.metrics.k8s.io, dev, false",
        "old,   create, events,           prod, true",
        "old,   create, pods,             prod, false",
        "carol, get,    /docs/a,          -,    true",
        "carol, get,    /metrics,         -,    false",
        "carol, list,   pods,             dev,  false",
    })
    @DisplayName("allows what a line allows")
    void decides(String user, String verb, String what, String namespace, boolean allowed) throws IOException {
        Attributes asked = what.startsWith("/")
                ? new Attributes(UserInfo.of(user, "system:authenticated"), verb, "", "", "", "", "", "", false, what)
                : new Attributes(
                        UserInfo.of(user, "system:authenticated"),
                        verb,
                        namespace,
                        what.contains(".") ? what.substring(what.indexOf('.') + 1) : "",
                        "v1",
                        what.contains(".") ? what.substring(0, what.indexOf('.')) : what,
                        "",
                        "",
                        true,
                        "");

        Decision decision = read(POLICIES).authorize(asked);

        assertThat(decision.allowed()).isEqualTo(allowed);
        assertThat(decision.reason()).isEqualTo(allowed ? "" : "No policy matched.");
    }

    @Test
    @DisplayName("tells what a user may do")
    void rules() throws IOException {
        Rules rules = read(POLICIES).rulesFor(UserInfo.of("bob"), "dev");

        assertThat(rules.complete()).isTrue();
        assertThat(rules.rules())
                .containsExactly(new PolicyRule(
                        List.of("get", "list", "watch"), List.of(""), List.of("pods"), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"kind\": \"Pod\", \"apiVersion\": \"v1\"}", "user bob"})
    @DisplayName("with a line that is no policy is refused, and the line is named")
    void refused(String line) {
        assertThatThrownBy(() -> read("# policies\n" + line + "\n"))
                .hasMessageStartingWith(
                        "error reading policy file " + directory.resolve("policy") + ", line 2: " + line);
    }

    private AbacAuthorizer read(String content) throws IOException {
        return AbacAuthorizer.read(Files.writeString(directory.resolve("policy"), content));
    }
}
