package dev.caravel.apiserver.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.resource.FieldError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Policies that are written")
class PolicyFaultsTest {
    private static final String GOOD =
            "failurePolicy: 'Fail', matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods']}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "validations: [{expression: 'object.x == 1'}]; -",
                "validations: []; spec.validations: Required value: validations or auditAnnotations must contain at least one item",
                "validations: [{expression: ''}]; spec.validations[0].expression: Required value: expression is not specified",
                "validations: [{expression: 'object.x'}]; spec.validations[0].expression: Invalid value: \"object.x\": must evaluate to bool but got dyn",
                "validations: [{expression: 'true', messageExpression: '1'}]; spec.validations[0].messageExpression: Invalid value: \"1\": must evaluate to string but got int",
                "validations: [{expression: 'true', reason: 'Because'}]; spec.validations[0].reason: Unsupported value: \"Because\": supported values:"
                        + " \"Forbidden\", \"Invalid\", \"RequestEntityTooLarge\", \"Unauthorized\"",
                "validations: [{expression: 'params.x == 1'}]; spec.validations[0].expression: Invalid value: \"params.x == 1\": compilation failed:"
                        + " ERROR: <input>:1:1: undeclared reference to 'params' (in container '')",
                "validations: [{expression: 'true'}], variables: [{name: '1a', expression: '1'}]; spec.variables[0].name: Invalid value: \"1a\": must be a valid CEL identifier",
                "validations: [{expression: 'true'}], matchConditions: [{name: 'a', expression: '1'}]; spec.matchConditions[0].expression: Invalid value: \"1\": must evaluate to bool but got int",
                "validations: [{expression: 'request.nothing == 1'}]; spec.validations[0].expression: Invalid value: \"request.nothing == 1\": compilation failed:"
                        + " ERROR: <input>:1:8: undefined field 'nothing'",
                "auditAnnotations: [{key: 'k', valueExpression: '1'}]; spec.auditAnnotations[0].valueExpression: Invalid value: \"1\": must evaluate to one of [string null_type] but got int",
            })
    @DisplayName("are refused by field when they cannot work")
    void validating(String spec, String message) {
        var errors =
                PolicyFaults.ofValidating(Json.object("{metadata: {name: 'p'}, spec: {" + GOOD + ", " + spec + "}}"));

        if (message.equals("-")) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).extracting(FieldError::toString).anyMatch(error -> error.startsWith(message));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{patchType: 'ApplyConfiguration', applyConfiguration: {expression: 'Object{}'}}; -",
                "{patchType: 'JSONPatch', jsonPatch: {expression: '[JSONPatch{op: \"test\"}]'}}; -",
                "{patchType: 'JSONPatch', jsonPatch: {expression: 'Object{}'}}; spec.mutations[0].jsonPatch.expression: Invalid value: \"Object{}\": must evaluate to list(JSONPatch) but got Object",
                "{patchType: 'JSONPatch'}; spec.mutations[0].jsonPatch: Required value: must be specified when patchType is JSONPatch",
                "{patchType: 'Other'}; spec.mutations[0].patchType: Unsupported value: \"Other\": supported values: \"ApplyConfiguration\", \"JSONPatch\"",
            })
    @DisplayName("that mutate are refused by field when they cannot work")
    void mutating(String mutation, String message) {
        var errors = PolicyFaults.ofMutating(Json.object("{metadata: {name: 'p'}, spec: {" + GOOD
                + ", reinvocationPolicy: 'Never', mutations: [" + mutation + "]}}"));

        if (message.equals("-")) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).extracting(FieldError::toString).containsExactly(message);
        }
    }

    @ParameterizedTest
    @CsvSource({"variables, 256", "validations, 256", "matchConditions, 64"})
    @DisplayName("are refused before they are compiled when they have more expressions than anybody writes")
    void tooMany(String list, int limit) {
        ObjectNode policy =
                Json.object("{metadata: {name: 'p'}, spec: {" + GOOD + ", validations: [{expression: 'true'}]}}");
        ArrayNode expressions = policy.withObject("/spec").putArray(list);
        for (int i = 0; i <= limit; i++) {
            expressions.addObject().put("name", "name" + i).put("expression", i < limit ? "true" : "no such");
        }

        assertThat(PolicyFaults.ofValidating(policy))
                .extracting(FieldError::toString)
                .containsExactly("spec.%s: Too many: %d: must have at most %d items".formatted(list, limit + 1, limit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{resourceRules: []}; spec.matchConstraints.resourceRules: Required value",
                "{resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: []}]}; spec.matchConstraints.resourceRules[0].resources: Required value",
                "{resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['PATCH'], resources: ['pods']}]}; spec.matchConstraints.resourceRules[0].operations[0]: Unsupported value: \"PATCH\": supported values: \"*\", \"CONNECT\", \"CREATE\", \"DELETE\", \"UPDATE\"",
                "{resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods'], resourceNames: ['a', 'a']}]}; spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: \"a\"",
                "{resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods'], resourceNames: ['a/b']}]}; spec.matchConstraints.resourceRules[0].resourceNames[0]: Invalid value: \"a/b\": may not contain '/'",
                "{matchPolicy: 'Like', resourceRules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['pods']}]}; spec.matchConstraints.matchPolicy: Unsupported value: \"Like\": supported values: \"Equivalent\", \"Exact\""
            })
    @DisplayName("say what they are about, as webhooks do")
    void matchConstraints(String match, String message) {
        var errors = PolicyFaults.ofValidating(
                Json.object("{metadata: {name: 'p'}, spec: {failurePolicy: 'Fail', validations: [{expression: 'true'}],"
                        + " matchConstraints: " + match + "}}"));

        assertThat(errors).extracting(FieldError::toString).containsExactly(message);
    }

    @Test
    @DisplayName("are bound by bindings that say what to do")
    void bindings() {
        var errors = BindingFaults.of(
                Json.object("{spec: {policyName: 'p', validationActions: ['Deny', 'Warn', 'Sing'], paramRef: {}}}"),
                true);

        assertThat(errors)
                .extracting(FieldError::field)
                .containsExactly(
                        "spec.paramRef",
                        "spec.paramRef.parameterNotFoundAction",
                        "spec.validationActions[2]",
                        "spec.validationActions");
    }
}
