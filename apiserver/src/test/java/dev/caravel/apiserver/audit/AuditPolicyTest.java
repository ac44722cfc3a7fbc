package dev.caravel.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.http.RequestInfoParser;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An audit policy")
class AuditPolicyTest {
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - {level: None, users: [quiet]}
            - {level: None, nonResourceURLs: [/healthz*, /version]}
            - {level: RequestResponse, resources: [{group: "", resources: [pods]}]}
            - {level: Request, resources: [{group: "", resources: [pods/log, "*/scale"]}], omitManagedFields: true}
            - {level: Metadata, verbs: [delete], resources: [{group: "", resources: [configmaps], resourceNames: [one]}]}
            - {level: Request, namespaces: [kube-system], omitStages: [ResponseStarted]}
            - {level: Metadata, userGroups: ["system:authenticated"]}
            """;

    @ParameterizedTest(name = "{0} {1} by {2}: {3}")
    @CsvSource({
        "GET, /api/v1/namespaces/a/pods/p, jane, RequestResponse",
        "GET, /api/v1/namespaces/a/pods/p/log, jane, Request",
        "GET, /api/v1/namespaces/a/pods/p/status, jane, Metadata",
        "GET, /api/v1/namespaces/a/replicationcontrollers/r/scale, jane, Request",
        "DELETE, /api/v1/namespaces/a/configmaps/one, jane, Metadata",
        "GET, /api/v1/namespaces/kube-system/secrets, jane, Request",
        "GET, /api/v1/namespaces/a/pods/p, quiet, None",
        "GET, /healthz/ping, jane, None",
        "GET, /version, jane, None",
        "GET, /versions, jane, Metadata",
    })
    @DisplayName("says by its first rule that matches how much is written down")
    void levels(String method, String path, String user, String level) throws Exception {
        RequestInfo info = RequestInfoParser.parse(method, path, MultiMap.caseInsensitiveMultiMap());

        assertThat(policy(POLICY)
                        .decide(UserInfo.of(user, UserInfo.GROUP_AUTHENTICATED), info)
                        .level()
                        .toString())
                .isEqualTo(level);
    }

    @Test
    @DisplayName("has stages left out by all rules and by one")
    void stages() throws Exception {
        RequestInfo info = RequestInfoParser.parse(
                "GET", "/api/v1/namespaces/kube-system/secrets", MultiMap.caseInsensitiveMultiMap());

        assertThat(policy(POLICY).decide(UserInfo.of("jane"), info).omitStages())
                .containsExactlyInAnyOrder("RequestReceived", "ResponseStarted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {kind: Policy, apiVersion: audit.k8s.io/v1} | loaded illegal policy with 0 rules
            {kind: Policy, apiVersion: audit.k8s.io/v1beta1} | no kind "Policy" is registered for version "audit.k8s.io/v1beta1"
            {kind: Policy, apiVersion: audit.k8s.io/v1, rules: [{level: All}]} | rules[0].level: Unsupported value: "All"
            {kind: Policy, apiVersion: audit.k8s.io/v1, rules: [{level: None, omitStages: [Never]}]} | rules[0].omitStages: Invalid value: "Never"
            {kind: Policy, apiVersion: audit.k8s.io/v1, rules: [{level: None, namespaces: [a], nonResourceURLs: [/b]}]} | rules[0].nonResourceURLs
            """)
    @DisplayName("that makes no sense is refused")
    void invalid(String policy, String message) {
        assertThatThrownBy(() -> policy(policy)).hasMessageContaining(message);
    }

    private static AuditPolicy policy(String yaml) throws Exception {
        JsonNode tree = new YAMLMapper().readTree(yaml);
        return AuditPolicy.parse(tree);
    }
}
