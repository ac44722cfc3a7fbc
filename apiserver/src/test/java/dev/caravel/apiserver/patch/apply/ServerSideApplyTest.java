package dev.caravel.apiserver.patch.apply;

import static dev.caravel.apiserver.patch.apply.ApplyFixture.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status.Cause;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Server-side apply")
class ServerSideApplyTest {
    private final ApplyFixture map = ApplyFixture.configMap();
    private final ApplyFixture deployment = ApplyFixture.deployment();

    @Test
    @DisplayName("creates what is not there, owned by the applier")
    void creates() {
        map.apply("me", "data: {a: one, b: two}");

        assertThat(map.object().path("data")).isEqualTo(yaml("{a: one, b: two}"));
        assertThat(map.entry("me")).isEqualTo(yaml("""
                manager: me
                operation: Apply
                apiVersion: v1
                time: "2026-01-01T00:00:00Z"
                fieldsType: FieldsV1
                fieldsV1: {"f:data": {"f:a": {}, "f:b": {}}}
                """));
    }

    @Test
    @DisplayName("takes away what its applier had and now leaves out")
    void removes() {
        map.apply("me", "data: {a: one, b: two}");

        map.apply("me", "data: {a: one}");

        assertThat(map.object().path("data")).isEqualTo(yaml("a: one"));
        assertThat(map.fieldsOf("me")).isEqualTo(yaml("\"f:data\": {\"f:a\": {}}"));
    }

    @Test
    @DisplayName("leaves what another one owns, too")
    void keepsShared() {
        map.apply("me", "data: {a: one, b: two}");
        map.apply("you", "data: {b: two}");

        map.apply("me", "data: {a: one}");

        assertThat(map.object().path("data")).isEqualTo(yaml("{a: one, b: two}"));
        assertThat(map.fieldsOf("you")).isEqualTo(yaml("\"f:data\": {\"f:b\": {}}"));
    }

    @Test
    @DisplayName("refuses to change a field of another one, and says whose which field is")
    void conflicts() {
        deployment.apply("me", "spec: {replicas: 1, paused: true}");
        deployment.update("hpa", "spec: {replicas: 3, paused: true}");

        ApiException refused = catchThrowableOfType(
                ApiException.class, () -> deployment.apply("me", "spec: {replicas: 1, paused: true}"));

        assertThat(refused.status().code()).isEqualTo(409);
        assertThat(refused.status().reason()).isEqualTo("Conflict");
        assertThat(refused.status().message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"hpa\" using apps/v1: .spec.replicas");
        assertThat(refused.status().details().orElseThrow().causes())
                .containsExactly(
                        new Cause("FieldManagerConflict", "conflict with \"hpa\" using apps/v1", ".spec.replicas"));
    }

    @Test
    @DisplayName("lists several conflicts by manager")
    void severalConflicts() {
        deployment.apply("me", "spec: {replicas: 1, paused: true}");
        deployment.apply("you", "spec: {minReadySeconds: 4}");

        ApiException refused = catchThrowableOfType(
                ApiException.class,
                () -> deployment.apply("third", "spec: {replicas: 2, paused: false, minReadySeconds: 5}"));

        assertThat(refused.status().message()).isEqualTo("""
                Apply failed with 3 conflicts: conflicts with "me":
                - .spec.paused
                - .spec.replicas
                conflicts with "you":
                - .spec.minReadySeconds""");
    }

    @Test
    @DisplayName("takes fields away from others when it is forced")
    void forces() {
        deployment.apply("me", "spec: {replicas: 1, paused: true}");

        deployment.force("you", "spec: {replicas: 2}");

        assertThat(deployment.object().at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(deployment.fieldsOf("me")).isEqualTo(yaml("\"f:spec\": {\"f:paused\": {}}"));
        assertThat(deployment.fieldsOf("you")).isEqualTo(yaml("\"f:spec\": {\"f:replicas\": {}}"));
    }

    @Test
    @DisplayName("merges lists by their keys, with the default of a key that is left out")
    void listMaps() {
        deployment.apply("me", """
                spec:
                  template:
                    spec:
                      containers:
                      - {name: a, image: "a:1", ports: [{containerPort: 80}]}
                """);

        deployment.apply("you", """
                spec:
                  template:
                    spec:
                      containers:
                      - {name: b, image: "b:1"}
                """);

        assertThat(deployment.object().at("/spec/template/spec/containers")).hasSize(2);
        assertThat(deployment.fieldsOf("me").at("/f:spec/f:template/f:spec/f:containers"))
                .isEqualTo(yaml("""
                        'k:{"name":"a"}':
                          .: {}
                          f:name: {}
                          f:image: {}
                          f:ports:
                            'k:{"containerPort":80,"protocol":"TCP"}': {.: {}, f:containerPort: {}}
                        """));
    }

    @Test
    @DisplayName(
            "removes an element with all that only its applier owned of it, and keeps one of which others own a part")
    void removesElements() {
        deployment.apply("me", """
                spec: {template: {spec: {containers: [{name: a, image: "a:1"}, {name: b, image: "b:1"}]}}}
                """);
        deployment.apply("you", """
                spec: {template: {spec: {containers: [{name: b, tty: true}]}}}
                """);

        deployment.apply("me", "spec: {template: {spec: {schedulerName: other}}}");

        assertThat(deployment.object().at("/spec/template/spec/containers"))
                .containsExactly(yaml("{name: b, tty: true}"));
    }

    @Test
    @DisplayName("owns an atomic list as a whole")
    void atomicLists() {
        deployment.apply("me", """
                spec: {template: {spec: {containers: [{name: a, command: [x, y]}]}}}
                """);

        ApiException refused = catchThrowableOfType(ApiException.class, () -> deployment.apply("you", """
                spec: {template: {spec: {containers: [{name: a, command: [x]}]}}}
                """));

        assertThat(refused.status().message()).endsWith(".spec.template.spec.containers[name=\"a\"].command");
    }

    @Test
    @DisplayName("keeps the order of a list that the configuration wants")
    void order() {
        deployment.update("someone", """
                spec: {template: {spec: {containers: [{name: a}, {name: b}, {name: c}]}}}
                """);

        deployment.apply("me", """
                spec: {template: {spec: {containers: [{name: c, tty: true}, {name: d}, {name: a, tty: true}]}}}
                """);

        assertThat(deployment.object().at("/spec/template/spec/containers").findValuesAsText("name"))
                .containsExactly("b", "c", "d", "a");
    }

    @Test
    @DisplayName("merges sets and owns their values one by one")
    void sets() {
        map.apply("me", "metadata: {finalizers: [example.com/a]}");
        map.apply("you", "metadata: {finalizers: [example.com/b]}");

        assertThat(map.object().at("/metadata/finalizers"))
                .extracting(JsonNode::asText)
                .containsExactly("example.com/a", "example.com/b");
        assertThat(map.fieldsOf("you"))
                .isEqualTo(yaml("\"f:metadata\": {\"f:finalizers\": {'v:\"example.com/b\"': {}}}"));

        map.apply("me", "{}");

        assertThat(map.object().at("/metadata/finalizers"))
                .extracting(JsonNode::asText)
                .containsExactly("example.com/b");
    }

    @Test
    @DisplayName("changes nothing, and no time, when nothing changes")
    void sameAgain() {
        JsonNode before = map.apply("me", "data: {a: one}").deepCopy();

        assertThat(map.apply("me", "data: {a: one}")).isEqualTo(before);
    }

    @Test
    @DisplayName("gives what an object without managed fields has to before-first-apply")
    void beforeFirstApply() {
        map.with(yaml("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: it, uid: "1"}
                data: {a: one, b: two}
                """));

        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> map.apply("me", "data: {a: other, b: two}"));

        assertThat(refused.status().message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .data.a");
        map.force("me", "data: {a: other}");
        assertThat(map.fieldsOf("before-first-apply")).isEqualTo(yaml("\"f:data\": {\".\": {}, \"f:b\": {}}"));
    }

    @Test
    @DisplayName("by kubectl of what kubectl applied client-side has no conflicts with that")
    void migration() {
        map.with(yaml("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: it
                  uid: "1"
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: |
                      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"it"},"data":{"a":"one"}}
                  managedFields:
                  - manager: kubectl-client-side-apply
                    operation: Update
                    apiVersion: v1
                    fieldsType: FieldsV1
                    fieldsV1: {"f:data": {".": {}, "f:a": {}, "f:b": {}}}
                data: {a: one, b: two}
                """));

        map.apply("kubectl", "data: {a: other}");

        assertThat(map.object().at("/data/a").asText()).isEqualTo("other");
        assertThat(map.object()
                        .at("/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration")
                        .asText())
                .isEqualTo("{\"data\":{\"a\":\"other\"},\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","
                        + "\"metadata\":{\"name\":\"it\"}}\n");
        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> map.apply("kubectl", "data: {a: other, b: three}"));
        assertThat(refused.status().message())
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using v1: .data.b");
    }

    @Test
    @DisplayName("of status owns only status, and the object itself all but status")
    void status() {
        deployment.apply("me", "", false, "{spec: {replicas: 1}, status: {replicas: 4}}");
        assertThat(deployment.fieldsOf("me")).isEqualTo(yaml("\"f:spec\": {\"f:replicas\": {}}"));

        deployment.apply("controller", "status", false, "{spec: {paused: true}, status: {readyReplicas: 5}}");
        assertThat(deployment.entry("controller").path("subresource").asText()).isEqualTo("status");
        assertThat(deployment.fieldsOf("controller")).isEqualTo(yaml("\"f:status\": {\"f:readyReplicas\": {}}"));
    }

    @Test
    @DisplayName("knows fields that are managed in another version of the resource")
    void versions() {
        ApplyFixture scaler = new ApplyFixture("autoscaling", "v2", "horizontalpodautoscalers");
        scaler.apply("me", """
                spec:
                  minReplicas: 1
                  maxReplicas: 5
                  metrics:
                  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
                """);
        ApplyFixture older = new ApplyFixture("autoscaling", "v1", "horizontalpodautoscalers")
                .with(scaler.object().put("apiVersion", "autoscaling/v1"));
        older.object()
                .withObject("/spec")
                .put("targetCPUUtilizationPercentage", 50)
                .remove("metrics");

        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> older.apply("you", "spec: {maxReplicas: 9}"));

        assertThat(refused.status().message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .spec.maxReplicas");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("refuses configurations that are not of the type")
    @CsvSource(delimiter = '|', textBlock = """
            spec: {foo: 1}                              | .spec.foo: field not declared in schema
            spec: {replicas: one}                       | .spec.replicas: expected numeric (int or float), got string
            spec: {replicas: 1, template: [1]}          | .spec.template: expected map, got &{[1]}
            metadata: {labels: {a: 1}}                  | .metadata.labels.a: expected string, got &value.valueUnstructured{Value:1}
            spec: {template: {spec: {containers: [{image: a}]}}} | .spec.template.spec.containers: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn't have default values for any key fields)
            spec: {template: {spec: {containers: [{name: a},{name: a}]}}} | .spec.template.spec.containers: duplicate entries for key [name="a"]
            """)
    void badConfigurations(String configuration, String why) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> deployment.apply("me", configuration));

        assertThat(refused.status().code()).isEqualTo(500);
        assertThat(refused.status().message())
                .isEqualTo("failed to create typed patch object (/it; apps/v1, Kind=Deployment): " + why);
    }

    @Test
    @DisplayName("refuses managed fields in a configuration, and other kinds")
    void badRequests() {
        List<String> messages = List.of(
                catchThrowableOfType(ApiException.class, () -> map.apply("me", "metadata: {managedFields: []}"))
                        .status()
                        .message(),
                catchThrowableOfType(ApiException.class, () -> new FieldOwnership(
                                        ApplyFixture.CATALOG, java.time.Clock.systemUTC())
                                .apply(
                                        ApplyFixture.CATALOG
                                                .findKind("", "v1", "Pod")
                                                .orElseThrow(),
                                        "",
                                        yaml("{}"),
                                        yaml("{apiVersion: v1, kind: ConfigMap}"),
                                        "me",
                                        false))
                        .status()
                        .message());

        assertThat(messages)
                .containsExactly("metadata.managedFields must be nil", "invalid object type: /v1, Kind=ConfigMap");
    }
}
