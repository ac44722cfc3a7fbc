package dev.caravel.apiserver.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.JsonPaths;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages are those of kube-apiserver v1.36 for the same objects. */
@DisplayName("Validation")
class ValidationTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String POD = "kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: x%s}]%s}";
    private static final String DEPLOYMENT =
            "kind: Deployment\nmetadata: {name: d}\nspec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},"
                    + " spec: {containers: [{name: a, image: x}]}}%s}";

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("kind: Pod\nmetadata: {name: p}\nspec: {}", "spec.containers: Required value"),
                Arguments.of(
                        "kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a}]}",
                        "spec.containers[0].image: Required value"),
                Arguments.of(
                        POD.formatted("}, {name: a, image: y", ""), "spec.containers[1].name: Duplicate value: \"a\""),
                Arguments.of(
                        POD.formatted(", imagePullPolicy: Zap", ""),
                        "spec.containers[0].imagePullPolicy: Unsupported value: \"Zap\": supported values: \"Always\","
                                + " \"IfNotPresent\", \"Never\""),
                Arguments.of(
                        POD.formatted(", ports: [{containerPort: 70000}]", ""),
                        "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"),
                Arguments.of(
                        POD.formatted(", volumeMounts: [{name: v, mountPath: /x}]", ""),
                        "spec.containers[0].volumeMounts[0].name: Not found: \"v\""),
                Arguments.of(
                        POD.formatted(", resources: {requests: {cpu: 2}, limits: {cpu: 1}}", ""),
                        "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of"
                                + " 1"),
                Arguments.of(
                        POD.formatted(", livenessProbe: {}", ""),
                        "spec.containers[0].livenessProbe: Required value: must specify a handler type"),
                Arguments.of(
                        DEPLOYMENT.formatted(", replicas: -1"),
                        "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
                Arguments.of(
                        DEPLOYMENT.formatted("").replace("labels: {a: b}", "labels: {a: c}"),
                        "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template"
                                + " `labels`"),
                Arguments.of(
                        DEPLOYMENT.formatted(", strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}"),
                        "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"),
                Arguments.of("kind: Service\nmetadata: {name: s}\nspec: {}", "spec.ports: Required value"),
                Arguments.of(
                        "kind: ConfigMap\nmetadata: {name: c}\ndata: {'..': x}",
                        "data[..]: Invalid value: \"..\": must not be '..'"),
                Arguments.of(
                        "kind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/tls\ndata: {tls.key: eA==}",
                        "data[tls.crt]: Required value"),
                Arguments.of(
                        "kind: Role\nmetadata: {name: 'a/b'}\nrules: []",
                        "metadata.name: Invalid value: \"a/b\": may not contain '/'"),
                Arguments.of(
                        "kind: CronJob\nmetadata: {name: c}\nspec: {schedule: '* * *', jobTemplate: {spec: {template: {spec:"
                                + " {restartPolicy: Never, containers: [{name: a, image: x}]}}}}}",
                        "spec.schedule: Invalid value: \"* * *\": expected exactly 5 fields, found 3: [* * *]"),
                Arguments.of(
                        "kind: Job\nmetadata: {name: j}\nspec: {template: {spec: {containers: [{name: a, image: x}]}}}",
                        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""),
                Arguments.of(
                        "kind: PriorityClass\nmetadata: {name: p}\nvalue: 2000000000",
                        "value: Forbidden: maximum allowed value of a user defined priority is 1000000000"),
                Arguments.of(
                        "kind: ConfigMap\nmetadata: {}",
                        "metadata.name: Required value: name or generateName is required"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void refuses(String yaml, String error) throws Exception {
        assertThat(texts(validate(yaml))).containsExactly(error);
    }

    @Test
    @DisplayName("keeps a pod as it is, but for images, deadlines and further tolerations")
    void podUpdate() throws Exception {
        var old = defaulted(POD.formatted("", ""));

        assertThat(update(old, "/spec/containers/0", "image", "y")).isEmpty();
        assertThat(update(old, "/spec", "nodeName", "n")).hasSize(1).allSatisfy(error -> {
            assertThat(error.field()).isEqualTo("spec");
            assertThat(error.message())
                    .startsWith("Forbidden: pod updates may not change fields other than `spec.containers[*].image`,");
        });
    }

    @Test
    @DisplayName("keeps a Deployment's selector")
    void selector() throws Exception {
        var old = defaulted(DEPLOYMENT.formatted(""));
        var changed = old.deepCopy();
        ((ObjectNode) changed.at("/spec/selector/matchLabels")).put("c", "d");
        ((ObjectNode) changed.at("/spec/template/metadata/labels")).put("c", "d");

        assertThat(texts(resource(old).validateUpdate(changed, old)))
                .containsExactly(
                        "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"c\":\"d\"}}: field is immutable");
    }

    @Test
    @DisplayName("keeps the data of an immutable config map")
    void immutable() throws Exception {
        var old = defaulted("kind: ConfigMap\nmetadata: {name: c}\nimmutable: true\ndata: {a: b}");

        assertThat(texts(update(old, "/data", "a", "c")))
                .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
    }

    private static List<FieldError> update(ObjectNode old, String pointer, String field, String value) {
        var changed = old.deepCopy();
        ((ObjectNode) changed.at(pointer)).put(field, value);
        return resource(old).validateUpdate(changed, old);
    }

    private static List<FieldError> validate(String yaml) throws Exception {
        var object = defaulted(yaml);
        return resource(object).validate(object);
    }

    private static ObjectNode defaulted(String yaml) throws Exception {
        var object = (ObjectNode) YAML.readTree(yaml);
        resource(object).applyDefaults(object);
        return object;
    }

    private static Resource resource(ObjectNode object) {
        return CATALOG.all().stream()
                .filter(candidate -> candidate.definition().kind().equals(JsonPaths.text(object, "kind")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }
}
