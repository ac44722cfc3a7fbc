package dev.caravel.apiserver.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.admission.policy.PolicyTypeCheck.ExpressionWarning;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The type check of a policy")
class PolicyTypeCheckTest {
    private static final String DEPLOYMENTS =
            "matchConstraints: {resourceRules: [{apiGroups: ['apps'], apiVersions: ['v1'], operations: ['*'], resources: ['deployments']}]}";

    private static List<ExpressionWarning> check(String spec) {
        return new PolicyTypeCheck(Writes.catalog()).check(Json.object("{" + spec + "}"));
    }

    /** The messages are those of upstream's controller manager. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "object.spec.replicas > 1; -",
                "object.spec.template.spec.containers.all(c, c.image.startsWith('a')); -",
                "object.spec.strategy.rollingUpdate.maxSurge == 1; -",
                "object.metadata.creationTimestamp < timestamp('2026-01-01T00:00:00Z'); -",
                "object.metadata.labels['a'] == 'b' && oldObject == null && object.kind == 'Deployment'; -",
                "variables.x > 1; -",
                "authorizer.requestResource.check('get').allowed(); -",
                "object.foo > 1; 1:7: undefined field 'foo'",
                "object.spec.replicas > '1'; 1:22: found no matching overload for '_>_' applied to '(int, string)'",
                "object.metadata.naem == 'a'; 1:16: undefined field 'naem'",
                "object.spec.template.spec.containers.all(c, c.resources.limits['cpu'] == '1'); 1:56: undefined field 'limits'",
                "object.metadata.creationTimestamp < 5; 1:35: found no matching overload for '_<_' applied to '(timestamp, int)'",
                "object.metadata.managedFields[0].fieldsV1.x == 1; 1:42: undefined field 'x'",
                "variables.x > 'a'; 1:13: found no matching overload for '_>_' applied to '(int, string)'",
            })
    @DisplayName("knows what the matched kind's fields are")
    void types(String expression, String finding) {
        List<ExpressionWarning> warnings = check(DEPLOYMENTS
                + ", variables: [{name: 'x', expression: 'object.spec.replicas'}], validations: [{expression: \""
                + expression + "\"}]");

        if (finding.equals("-")) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).singleElement().satisfies(warning -> {
                assertThat(warning.fieldRef()).isEqualTo("spec.validations[0].expression");
                assertThat(warning.warning())
                        .startsWith(
                                "apps/v1, Kind=Deployment: ERROR: <input>:" + finding + "\n | " + expression + "\n | .")
                        .endsWith("^\n");
            });
        }
    }

    @Test
    @DisplayName("tells of each kind, and checks the parameters as well")
    void kinds() {
        List<ExpressionWarning> warnings = check("paramKind: {apiVersion: 'v1', kind: 'ConfigMap'},"
                + " matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'],"
                + " resources: ['secrets', 'pods', 'configmaps', 'pods/status']}]},"
                + " validations: [{expression: \"params.data['a'] == 'b'\", messageExpression: \"string(params.nodata)\"},"
                + " {expression: \"object.data['x'] == 'y'\"}]");

        assertThat(warnings)
                .containsExactly(
                        new ExpressionWarning(
                                "spec.validations[0].messageExpression",
                                java.util.stream.Stream.of("ConfigMap", "Pod", "Secret")
                                        .map(
                                                "/v1, Kind=%s: ERROR: <input>:1:14: undefined field 'nodata'\n | string(params.nodata)\n | .............^\n"
                                                        ::formatted)
                                        .collect(java.util.stream.Collectors.joining("\n"))),
                        new ExpressionWarning("spec.validations[1].expression", """
                                /v1, Kind=Pod: ERROR: <input>:1:7: undefined field 'data'
                                 | object.data['x'] == 'y'
                                 | ......^

                                /v1, Kind=Secret: ERROR: <input>:1:18: found no matching overload for '_==_' applied to '(bytes, string)'
                                 | object.data['x'] == 'y'
                                 | .................^
                                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "apiGroups: ['*'], apiVersions: ['v1'], resources: ['pods']",
                "apiGroups: [''], apiVersions: ['*'], resources: ['pods']",
                "apiGroups: [''], apiVersions: ['v1'], resources: ['*']",
                "apiGroups: [''], apiVersions: ['v1'], resources: ['pods/status']",
                "apiGroups: ['none.example.com'], apiVersions: ['v1'], resources: ['nothings']",
            })
    @DisplayName("says nothing of kinds that a policy does not name")
    void wildcards(String rule) {
        assertThat(check("matchConstraints: {resourceRules: [{" + rule
                        + "}]}, validations: [{expression: 'object.foo'}]"))
                .isEmpty();
    }

    @Test
    @DisplayName("is written into the status once for each generation")
    void status() {
        GroupResource policies = new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicies");
        InMemoryObjects objects = new InMemoryObjects();
        String spec = DEPLOYMENTS + ", validations: [{expression: 'object.foo == 1'}]";
        objects.create(
                policies,
                "",
                Json.object("{metadata: {name: 'new', generation: 2}, status: {observedGeneration: 1}, spec: {" + spec
                        + "}}"));
        objects.create(
                policies, "", Json.object("{metadata: {name: 'fine', generation: 1}, spec: {" + DEPLOYMENTS + "}}"));
        objects.create(
                policies,
                "",
                Json.object("{metadata: {name: 'seen', generation: 1}, status: {observedGeneration: 1}, spec: {" + spec
                        + "}}"));

        new PolicyTypeCheckStatus(Writes.catalog(), objects, objects).follow();

        assertThat(Json.reread(objects.get(policies, "", "new").orElseThrow().path("status")))
                .isEqualTo(
                        Json.object(
                                "{observedGeneration: 2, typeChecking: {expressionWarnings: [{fieldRef: 'spec.validations[0].expression',"
                                        + " warning: \"apps/v1, Kind=Deployment: ERROR: <input>:1:7: undefined field 'foo'\\n | object.foo == 1\\n | ......^\\n\"}]}}"));
        assertThat(Json.reread(objects.get(policies, "", "fine").orElseThrow().path("status")))
                .isEqualTo(Json.object("{observedGeneration: 1, typeChecking: {}}"));
        assertThat(Json.reread(objects.get(policies, "", "seen").orElseThrow().path("status")))
                .isEqualTo(Json.object("{observedGeneration: 1}"));
    }
}
