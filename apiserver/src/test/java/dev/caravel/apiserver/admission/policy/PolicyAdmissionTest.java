package dev.caravel.apiserver.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.caravel.apiserver.authorization.Authorizer.Verdict;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Admission policies")
class PolicyAdmissionTest {
    private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");
    private static final String MATCH =
            "matchConstraints: {resourceRules: [{apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'],"
                    + " resources: ['deployments']}]}";
    private static final Authorizer AUTHORIZER = attributes ->
            attributes.verb().equals("bless") ? new Decision(Verdict.ALLOW, "blessed") : Authorizer.NO_OPINION;

    private final InMemoryObjects objects = new InMemoryObjects();
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void namespace() {
        objects.create(
                new GroupResource("", "namespaces"), "", Json.object("{metadata: {name: 'ns', labels: {team: 'a'}}}"));
        objects.create(
                new GroupResource("", "configmaps"),
                "ns",
                Json.object(
                        "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'limits', namespace: 'ns'}, data: {most: '3'}}"));
    }

    private void put(String plural, String object) {
        objects.create(new GroupResource("admissionregistration.k8s.io", plural), "", Json.object(object));
    }

    private void policy(String name, String spec, String binding) {
        put("validatingadmissionpolicies", "{metadata: {name: '%s'}, spec: {%s}}".formatted(name, spec));
        put(
                "validatingadmissionpolicybindings",
                "{metadata: {name: '%s-binding'}, spec: {policyName: '%s', %s}}".formatted(name, name, binding));
    }

    private void mutation(String name, String spec) {
        put("mutatingadmissionpolicies", "{metadata: {name: '%s'}, spec: {%s}}".formatted(name, spec));
        put(
                "mutatingadmissionpolicybindings",
                "{metadata: {name: '%s-binding'}, spec: {policyName: '%s'}}".formatted(name, name));
    }

    private static ObjectNode deployment(int replicas) {
        return Json.object(
                "{apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'x', namespace: 'ns'}, spec: {replicas: "
                        + replicas
                        + ", template: {spec: {containers: [{name: 'a', image: 'a', ports: [{containerPort: 80, protocol: 'TCP'}]}]}}}}");
    }

    private void create(int replicas) {
        AdmissionRequest request =
                Writes.write(Operation.CREATE, DEPLOYMENTS, deployment(replicas), null, warnings::add);
        new ValidatingPolicyAdmission(Writes.catalog(), objects, AUTHORIZER).validate(request);
    }

    private ObjectNode mutated(int replicas) {
        ObjectNode object = deployment(replicas);
        AdmissionRequest request = Writes.write(Operation.CREATE, DEPLOYMENTS, object, null, warnings::add);
        MutatingPolicyAdmission plugin = new MutatingPolicyAdmission(Writes.catalog(), objects, AUTHORIZER);
        plugin.mutate(request);
        if (request.reinvocation().beginSecondRound()) {
            plugin.mutate(request);
        }
        return object;
    }

    @Test
    @DisplayName("refuse what they object to, with the message that the first of them has")
    void denies() {
        policy(
                "many",
                MATCH
                        + ", validations: [{expression: 'object.spec.replicas > 1', messageExpression: \"'wants replicas > 1, got ' + string(object.spec.replicas)\"},"
                        + " {expression: \"namespaceObject.metadata.name == 'ns'\"}]",
                "validationActions: ['Deny']");

        assertThatCode(() -> create(2)).doesNotThrowAnyException();
        assertThatThrownBy(() -> create(1)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status().code()).isEqualTo(422);
            assertThat(e.status().reason()).isEqualTo("Invalid");
            assertThat(e.status().message())
                    .isEqualTo(
                            "deployments.apps \"x\" is forbidden: ValidatingAdmissionPolicy 'many' with binding 'many-binding' denied request:"
                                    + " wants replicas > 1, got 1");
        });
    }

    @Test
    @DisplayName("build their expressions from variables")
    void variables() {
        policy(
                "odd",
                MATCH
                        + ", variables: [{name: 'replicas', expression: 'object.spec.replicas'},"
                        + " {name: 'oddReplicas', expression: 'variables.replicas % 2 == 1'}],"
                        + " validations: [{expression: 'variables.replicas > 1'}, {expression: 'variables.oddReplicas'}]",
                "validationActions: ['Deny']");

        assertThatCode(() -> create(3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> create(4))
                .hasMessageEndingWith("denied request: failed expression: variables.oddReplicas");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "object.spec.missing > 1; Fail; expression 'object.spec.missing > 1' resulted in error: no such key: missing",
                "object.spec.missing > 1; Ignore; -",
                "object.spec.replicas > 5; Ignore; failed expression: object.spec.replicas > 5",
                "undefined > 5; Fail; compilation error: compilation failed: ERROR: <input>:1:1: undeclared reference to 'undefined' (in container '')",
                "undefined > 5; Ignore; -",
                "request.userInfo.username == 'jane' && request.operation == 'CREATE' && request.namespace == 'ns'; Fail; -",
                "request.resource.resource == 'deployments' && request.kind.kind == 'Deployment' && oldObject == null; Fail; -",
                "authorizer.group('apps').resource('deployments').namespace('ns').check('bless').allowed(); Fail; -",
                "authorizer.requestResource.check('curse').allowed(); Fail; failed expression: authorizer.requestResource.check('curse').allowed()",
                "authorizer.path('/healthz').check('bless').reason() == 'blessed'; Fail; -",
                "namespaceObject.metadata.labels['team'] == 'a'; Fail; -",
            })
    @DisplayName("see the request, and what fails is for failurePolicy")
    void expressions(String expression, String failurePolicy, String message) {
        policy(
                "p",
                MATCH + ", failurePolicy: '" + failurePolicy + "', validations: [{expression: \"" + expression + "\"}]",
                "validationActions: ['Deny']");

        if (message.equals("-")) {
            assertThatCode(() -> create(3)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> create(3)).hasMessageContaining("denied request: " + message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "namespaceSelector: {matchExpressions: [{key: 'team', operator: 'Near'}]}; Internal error occurred: \"Near\" is not a valid label selector operator",
                "objectSelector: {matchExpressions: [{key: 'team', operator: 'Near'}]}; Internal error occurred: \"Near\" is not a valid label selector operator",
            })
    @DisplayName("fail as failurePolicy says when they make no sense")
    void senseless(String selector, String why) {
        String match = MATCH.replace("matchConstraints: {", "matchConstraints: {" + selector + ", ");
        policy("s", match + ", validations: [{expression: 'true'}]", "validationActions: ['Warn']");

        assertThatThrownBy(() -> create(1))
                .hasMessageEndingWith(
                        "ValidatingAdmissionPolicy 's' denied request: failed to configure policy: " + why);
        put(
                "validatingadmissionpolicies",
                "{metadata: {name: 's'}, spec: {failurePolicy: 'Ignore', %s}}".formatted(match));
        assertThatCode(() -> create(1)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("fail when their parameters are of no kind that is served")
    void noParamKind() {
        policy(
                "k",
                MATCH
                        + ", paramKind: {apiVersion: 'rules.example.com/v1', kind: 'Rule'}, validations: [{expression: 'true'}]",
                "validationActions: ['Warn']");

        assertThatThrownBy(() -> create(1))
                .hasMessageEndingWith(
                        "denied request: failed to configure policy: failed to find resource referenced by paramKind:"
                                + " 'rules.example.com/v1, Kind=Rule'");
    }

    @Test
    @DisplayName("warn when their binding says so")
    void warns() {
        policy(
                "w",
                MATCH + ", validations: [{expression: 'false', message: 'no good'}]",
                "validationActions: ['Warn', 'Audit']");

        create(1);

        assertThat(warnings)
                .containsExactly(
                        "Validation failed for ValidatingAdmissionPolicy 'w' with binding 'w-binding': no good");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "paramRef: {name: 'limits', parameterNotFoundAction: 'Deny'}; 4; failed expression: object.spec.replicas <= int(params.data.most)",
                "paramRef: {name: 'limits', parameterNotFoundAction: 'Deny'}; 3; -",
                "paramRef: {selector: {}, namespace: 'ns', parameterNotFoundAction: 'Deny'}; 4; failed expression: object.spec.replicas <= int(params.data.most)",
                "paramRef: {name: 'none', parameterNotFoundAction: 'Allow'}; 4; -",
                "paramRef: {name: 'none', parameterNotFoundAction: 'Deny'}; 4;"
                        + " failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
            })
    @DisplayName("take parameters from the objects that their binding names")
    void parameters(String reference, int replicas, String message) {
        policy(
                "p",
                MATCH
                        + ", paramKind: {apiVersion: 'v1', kind: 'ConfigMap'}, validations: [{expression: 'object.spec.replicas <= int(params.data.most)'}]",
                "validationActions: ['Deny'], " + reference);

        if (message.equals("-")) {
            assertThatCode(() -> create(replicas)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> create(replicas)).hasMessageEndingWith("denied request: " + message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "matchResources: {namespaceSelector: {matchLabels: {team: 'a'}}}; true",
                "matchResources: {namespaceSelector: {matchLabels: {team: 'b'}}}; false",
                "matchResources: {objectSelector: {matchLabels: {no: 'label'}}}; false",
                "matchResources: {excludeResourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*']}]}; false",
                "matchResources: {resourceRules: [{resourceNames: ['y'], apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*']}]}; false",
                "matchResources: {resourceRules: [{apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['*/*'], scope: 'Namespaced'}]}; true",
                "matchResources: {resourceRules: [{apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments/scale']}]}; false",
            })
    @DisplayName("are about the requests that their bindings select")
    void matching(String match, boolean refused) {
        policy("p", MATCH + ", validations: [{expression: 'false'}]", "validationActions: ['Deny'], " + match);

        if (refused) {
            assertThatThrownBy(() -> create(1)).isInstanceOf(ApiException.class);
        } else {
            assertThatCode(() -> create(1)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[{name: 'a', expression: 'object.spec.replicas > 1'}]; false",
                "[{name: 'a', expression: 'object.spec.replicas == 1'}]; true",
                "[{name: 'a', expression: 'object.spec.none == 1'}]; true",
                "[{name: 'a', expression: 'object.spec.none == 1'}, {name: 'b', expression: 'false'}]; false",
            })
    @DisplayName("are about the requests that their matchConditions let through; a condition that fails refuses")
    void conditions(String conditions, boolean refused) {
        policy(
                "p",
                MATCH + ", matchConditions: " + conditions + ", validations: [{expression: 'false'}]",
                "validationActions: ['Deny']");

        if (refused) {
            assertThatThrownBy(() -> create(1)).isInstanceOf(ApiException.class);
        } else {
            assertThatCode(() -> create(1)).doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("merge apply configurations into objects")
    void applyConfiguration() {
        mutation(
                "m",
                MATCH
                        + ", reinvocationPolicy: 'Never', mutations: [{patchType: 'ApplyConfiguration', applyConfiguration: {expression:"
                        + " \"Object{metadata: Object.metadata{annotations: {'mutated-by': 'policy'}}, spec: Object.spec{replicas: object.spec.replicas + 1336,"
                        + " template: Object.spec.template{spec: Object.spec.template.spec{containers:"
                        + " [Object.spec.template.spec.containers{name: 'a', imagePullPolicy: 'Always'}, Object.spec.template.spec.containers{name: 'b', image: 'b'}]}}}}\"}}]");

        ObjectNode object = mutated(1);

        assertThat(object.at("/spec/replicas").asInt()).isEqualTo(1337);
        assertThat(object.at("/metadata/annotations/mutated-by").asText()).isEqualTo("policy");
        assertThat(object.at("/spec/template/spec/containers/0/image").asText()).isEqualTo("a");
        assertThat(object.at("/spec/template/spec/containers/0/imagePullPolicy").asText())
                .isEqualTo("Always");
        assertThat(object.at("/spec/template/spec/containers/1/name").asText()).isEqualTo("b");
    }

    @Test
    @DisplayName("apply JSON patches, one seeing what the other did")
    void jsonPatch() {
        mutation(
                "m",
                MATCH
                        + ", reinvocationPolicy: 'Never', mutations: ["
                        + "{patchType: 'JSONPatch', jsonPatch: {expression: \"[JSONPatch{op: 'test', path: '/spec/replicas', value: 1},"
                        + " JSONPatch{op: 'replace', path: '/spec/replicas', value: object.spec.replicas + 1},"
                        + " JSONPatch{op: 'add', path: '/metadata/labels', value: {'a': 'b'}},"
                        + " JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('x/y'), value: 'z'}]\"}},"
                        + "{patchType: 'JSONPatch', jsonPatch: {expression: \"[JSONPatch{op: 'replace', path: '/spec/replicas', value: object.spec.replicas * 10}]\"}}]");

        ObjectNode object = mutated(1);

        assertThat(object.at("/spec/replicas").asInt()).isEqualTo(20);
        assertThat(object.at("/metadata/labels/x~1y").asText()).isEqualTo("z");
        assertThat(mutated(5).at("/spec/replicas").asInt()).isEqualTo(50);
    }

    @Test
    @DisplayName("are called once more when a later one has changed what they saw, if they want it")
    void reinvocation() {
        mutation(
                "a",
                MATCH
                        + ", reinvocationPolicy: 'IfNeeded', mutations: [{patchType: 'ApplyConfiguration', applyConfiguration:"
                        + " {expression: \"Object{metadata: Object.metadata{labels: {'replicas': string(object.spec.replicas)}}}\"}}]");
        mutation(
                "b",
                MATCH
                        + ", reinvocationPolicy: 'Never', mutations: [{patchType: 'ApplyConfiguration', applyConfiguration:"
                        + " {expression: 'Object{spec: Object.spec{replicas: 7}}'}}]");

        assertThat(mutated(1).at("/metadata/labels/replicas").asText()).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Object{spec: Object.spec{nonsense: 1}}; error applying patch: failed to convert patch object to typed object: .spec.nonsense: field not declared in schema",
                "Object{spec: Object.wrong{replicas: 1}}; type mismatch: unexpected type name \"Object.wrong\", expected \"Object.spec\"",
                "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: 'a', args: ['x']}]}}}};"
                        + " error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: .spec.template.spec.containers[0].args",
                "Object{spec: Object.spec{replicas: object.spec.none}}; resulted in error: no such key: none",
                "1; must evaluate to Object",
            })
    @DisplayName("refuse requests that they cannot change")
    void cannotMutate(String expression, String message) {
        mutation(
                "m",
                MATCH
                        + ", reinvocationPolicy: 'Never', mutations: [{patchType: 'ApplyConfiguration', applyConfiguration: {expression: \""
                        + expression.replace("\"", "\\\"") + "\"}}]");

        assertThatThrownBy(() -> mutated(1)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status().message()).startsWith("policy 'm' with binding 'm-binding' denied request: ");
            assertThat(e.status().message()).contains(message);
            assertThat(e.status().code()).isEqualTo(403);
        });
    }
}
