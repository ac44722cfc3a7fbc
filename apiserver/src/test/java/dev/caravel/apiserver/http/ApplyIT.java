package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.ApiServerProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("program")
@DisplayName("Writes of the API server")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApplyIT {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String JSON_PATCH = "application/json-patch+json";

    @AutoClose
    private static ApiServerProcess server;

    @AutoClose
    private static KubernetesClient admin;

    /** What the server says: its code, its warnings, and its body. */
    private record Said(int code, List<String> warnings, Map<String, Object> body) {
        String message() {
            return String.valueOf(body.get("message"));
        }

        Object at(String... path) {
            Object found = body;
            for (String step : path) {
                found = found instanceof List<?> list
                        ? list.get(Integer.parseInt(step))
                        : ((Map<?, ?>) found).get(step);
            }
            return found;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = ApiServerProcess.start();
        admin = server.client("admin");
    }

    private static Said send(String method, String path, String type, String body) {
        HttpClient http = admin.getHttpClient();
        HttpResponse<String> response = http.sendAsync(
                        http.newHttpRequestBuilder()
                                .uri(server.url() + path)
                                .method(method, type, body)
                                .build(),
                        String.class)
                .join();
        @SuppressWarnings("unchecked")
        Map<String, Object> read = Serialization.unmarshal(response.body(), Map.class);
        return new Said(response.code(), response.headers("Warning"), read);
    }

    private static Said apply(String path, String body) {
        return send("PATCH", path, APPLY, body);
    }

    private static String map(String name, String rest) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}%s}".formatted(name, rest);
    }

    @Test
    @DisplayName("apply: creates with 201, then changes with 200, and keeps the version when nothing changes")
    void applies() {
        String path = MAPS + "/applied?fieldManager=me";

        Said created = apply(path, map("applied", ",\"data\":{\"a\":\"1\"}"));
        Said same = apply(path, map("applied", ",\"data\":{\"a\":\"1\"}"));
        Said changed = apply(path, map("applied", ",\"data\":{\"b\":\"1\"}"));

        assertThat(created.code()).isEqualTo(201);
        assertThat(same.code()).isEqualTo(200);
        assertThat(same.at("metadata", "resourceVersion")).isEqualTo(created.at("metadata", "resourceVersion"));
        assertThat(changed.at("data")).isEqualTo(Map.of("b", "1"));
        assertThat(changed.at("metadata", "managedFields", "0", "fieldsV1"))
                .isEqualTo(Map.of("f:data", Map.of("f:b", Map.of())));
    }

    @Test
    @DisplayName("apply: who may patch but not create gets 403")
    void mayNotCreate() {
        try (KubernetesClient jane = server.client("jane")) {
            admin.rbac()
                    .clusterRoles()
                    .resource(new io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder()
                            .withNewMetadata()
                            .withName("patcher")
                            .endMetadata()
                            .addNewRule()
                            .withApiGroups("")
                            .withResources("configmaps")
                            .withVerbs("patch")
                            .endRule()
                            .build())
                    .create();
            admin.rbac()
                    .clusterRoleBindings()
                    .resource(new io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder()
                            .withNewMetadata()
                            .withName("patcher")
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "patcher")
                            .addNewSubject("rbac.authorization.k8s.io", "User", "jane", null)
                            .build())
                    .create();
            String said;
            do { // until the server has noticed that she may patch; the timeout of the class ends it
                said = jane.getHttpClient()
                        .sendAsync(
                                jane.getHttpClient()
                                        .newHttpRequestBuilder()
                                        .uri(server.url() + MAPS + "/janes?fieldManager=jane")
                                        .method("PATCH", APPLY, map("janes", ""))
                                        .build(),
                                String.class)
                        .join()
                        .body();
            } while (said.contains("cannot patch"));

            assertThat(said)
                    .contains("User \\\"jane\\\" cannot create resource \\\"configmaps\\\" in API group \\\"\\\"");
        }
    }

    @Test
    @DisplayName("apply: conflicts are 409 with a cause each, and dry run stores nothing")
    void conflicts() {
        apply(MAPS + "/fought?fieldManager=me", map("fought", ",\"data\":{\"a\":\"1\"}"));
        String other = map("fought", ",\"data\":{\"a\":\"2\"}");

        Said refused = apply(MAPS + "/fought?fieldManager=you", other);
        Said dry = apply(MAPS + "/fought?fieldManager=you&force=true&dryRun=All", other);
        Said forced = apply(MAPS + "/fought?fieldManager=you&force=true", other);

        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .data.a");
        assertThat(refused.at("details", "causes", "0"))
                .isEqualTo(Map.of(
                        "reason", "FieldManagerConflict", "message", "conflict with \"me\"", "field", ".data.a"));
        assertThat(dry.at("data", "a")).isEqualTo("2");
        assertThat(forced.at("metadata", "managedFields"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @Test
    @DisplayName("apply: of a scale owns the object's replicas")
    void scale() {
        apply(DEPLOYMENTS + "/scaled?fieldManager=me", deployment("scaled"));

        Said scaled = apply(
                DEPLOYMENTS + "/scaled/scale?fieldManager=scaler&force=true",
                "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: scaled, namespace: default}, spec: {replicas: 7}}");
        Said refused = apply(DEPLOYMENTS + "/scaled?fieldManager=me", deployment("scaled"));

        assertThat(scaled.at("spec", "replicas")).isEqualTo(7);
        assertThat(refused.message())
                .isEqualTo(
                        "Apply failed with 1 conflict: conflict with \"scaler\" with subresource \"scale\": .spec.replicas");
    }

    private static String deployment(String name) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: c, image: nginx}]}
                """.formatted(name);
    }

    @ParameterizedTest(name = "{3}")
    @DisplayName("apply: refuses bad requests")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            it?fieldManager=x      | {"apiVersion":"v1","kind":"Pod"}                                              | 400 | invalid object type: /v1, Kind=Pod
            it?fieldManager=x      | {}                                                                            | 400 | invalid object type: /, Kind=
            it?fieldManager=x      | [1]                                                                           | 400 | error decoding YAML
            it?fieldManager=x      | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"managedFields":[]}}        | 400 | metadata.managedFields must be nil
            it?fieldManager=x      | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other"}}            | 400 | the name of the object (other) does not match the name on the URL (it)
            it?fieldManager=x      | {"apiVersion":"v1","kind":"ConfigMap"}                                        | 400 | the name of the object (it based on URL) was undeterminable: name must be provided
            it?fieldManager=x      | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"it","namespace":"o"}} | 400 | the namespace of the provided object does not match the namespace sent on the request
            it?fieldManager=x      | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"it","uid":"1"}}     | 409 | uid mismatch: the provided object specified uid 1, and no existing object was found
            it?fieldManager=x      | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"it"},"foo":1}       | 500 | failed to create typed patch object (/it; /v1, Kind=ConfigMap): .foo: field not declared in schema
            it                     | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"it"}}               | 422 | PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch
            it?fieldManager=a%0Ab  | {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"it"}}               | 422 | fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)
            """)
    void badApplies(String path, String body, int code, String message) {
        Said said = apply(MAPS + "/" + path, body);

        assertThat(said.code()).isEqualTo(code);
        assertThat(said.message()).contains(message);
    }

    @Test
    @DisplayName("the manager is who the request names, or the program that sends it")
    void managers() {
        Said named =
                send("POST", MAPS + "?fieldManager=named", "application/json", map("named", ",\"data\":{\"a\":\"1\"}"));
        Said agent = send("POST", MAPS, "application/json", map("agent", ",\"data\":{\"a\":\"1\"}"));

        assertThat(named.at("metadata", "managedFields", "0", "manager")).isEqualTo("named");
        assertThat(agent.at("metadata", "managedFields", "0", "manager")).isEqualTo("fabric8-kubernetes-client");
    }

    @Test
    @DisplayName("an update that sends no managed fields keeps them, and one that changes nothing is not written")
    void noOperation() {
        Said created = send("POST", MAPS, "application/json", map("still", ",\"data\":{\"a\":\"1\"}"));

        Said same = send("PUT", MAPS + "/still", "application/json", map("still", ",\"data\":{\"a\":\"1\"}"));

        assertThat(same.at("metadata")).isEqualTo(created.at("metadata"));
    }

    @Test
    @DisplayName("an update creates a lease that is not there, but no config map, and none of another name")
    void createdByUpdate() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        String lease = "{\"apiVersion\":\"coordination.k8s.io/v1\",\"kind\":\"Lease\",\"metadata\":{\"name\":\"new\"}}";

        assertThat(send("PUT", leases + "/other", "application/json", lease).message())
                .isEqualTo("the name of the object (new) does not match the name on the URL (other)");
        assertThat(send("PUT", leases + "/new", "application/json", lease).code())
                .isEqualTo(201);
        assertThat(send("PUT", leases + "/new", "application/json", lease).code())
                .isEqualTo(200);
        assertThat(send("PUT", MAPS + "/absent", "application/json", map("absent", ""))
                        .code())
                .isEqualTo(404);
    }

    private static final String STRICT_BODY = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"strict"},
             "spec":{"unknownField":"foo","replicas":1,"replicas":2,"selector":{"matchLabels":{"app":"web"}},
                     "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}}}
            """;

    @Test
    @DisplayName(
            "fieldValidation: Strict refuses unknown and duplicate fields, Warn warns of them, Ignore says nothing")
    void fieldValidation() {
        Said strict = send("POST", DEPLOYMENTS + "?fieldValidation=Strict", "application/json", STRICT_BODY);
        Said warn = send("POST", DEPLOYMENTS + "?dryRun=All", "application/json", STRICT_BODY);
        Said ignore = send("POST", DEPLOYMENTS + "?dryRun=All&fieldValidation=Ignore", "application/json", STRICT_BODY);

        assertThat(strict.code()).isEqualTo(400);
        assertThat(strict.message())
                .isEqualTo("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error:"
                        + " unknown field \"spec.unknownField\", duplicate field \"spec.replicas\"");
        assertThat(warn.warnings())
                .containsExactly(
                        "299 - \"unknown field \\\"spec.unknownField\\\"\"",
                        "299 - \"duplicate field \\\"spec.replicas\\\"\"");
        assertThat(warn.at("spec", "replicas")).isEqualTo(2);
        assertThat(ignore.code()).isEqualTo(201);
        assertThat(ignore.warnings()).isEmpty();
    }

    @Test
    @DisplayName("fieldValidation: YAML tells the line of what is said twice")
    void yamlValidation() {
        String body = deployment("yaml").replace("  replicas: 1\n", "  replicas: 1\n  replicas: 2\n");

        Said created = send("POST", DEPLOYMENTS + "?fieldValidation=Strict", "application/yaml", body);
        Said applied = apply(DEPLOYMENTS + "/yaml?fieldManager=x&fieldValidation=Strict", body);

        assertThat(created.message())
                .endsWith(
                        "strict decoding error: yaml: unmarshal errors:\n  line 6: key \"replicas\" already set in map");
        assertThat(applied.code()).isEqualTo(400);
        assertThat(applied.message())
                .isEqualTo("error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
                        + "  line 6: key \"replicas\" already set in map");
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @DisplayName("patch: refuses what is wrong in upstream's words")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            merge-patch     | {"data":                        | 400 | error decoding patch: unexpected end of JSON input
            merge-patch     | [1]                             | 400 | error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}
            merge-patch     | null                            | 400 | Invalid JSON Patch
            merge-patch     | {"metadata":{"name":"other"}}   | 400 | the name of the object (other) does not match the name on the URL (patched)
            merge-patch     | {"metadata":{"uid":"1"}}        | 422 | metadata.uid: Invalid value: "1": field is immutable
            merge-patch     | {"metadata":{"resourceVersion":"1"}} | 409 | the object has been modified; please apply your changes to the latest version and try again
            merge-patch     | {"metadata":{"deletionTimestamp":"2020-01-01T00:00:00Z"}} | 422 | metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable
            merge-patch     | {"metadata":{"finalizers":["orphan","foregroundDeletion"]}} | 422 | finalizer orphan and foregroundDeletion cannot be both set
            merge-patch     | {"data":{"x":1}}                | 422 | json: cannot unmarshal number into Go struct field ConfigMap.data of type string
            merge-patch     | {"foo":1,"data":{"x":"1","x":"2"}} | 422 | strict decoding error: duplicate field "data.x", unknown field "foo"
            strategic-merge-patch | {"foo":1,"data":{"x":"1","x":"2"}} | 422 | patch: Invalid value: "map[data:map[x:2] foo:1]": strict decoding error: duplicate field "data.x", unknown field "foo"
            strategic-merge-patch | [1]                       | 400 | json: cannot unmarshal array into Go value of type map[string]interface {}
            json-patch      | {"op":"add"}                    | 400 | error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp
            json-patch      | [{"op":"test","path":"/data/a","value":"z"}] | 422 | the server rejected our request due to an error in our request
            json-patch      | [{"op":"add","path":"/data/a","value":"z","foo":1}] | 422 | strict decoding error: json patch unknown field "[0].foo"
            """)
    void badPatches(String format, String patch, int code, String message) {
        send("POST", MAPS, "application/json", map("patched", ",\"data\":{\"a\":\"1\"}"));

        Said said = send("PATCH", MAPS + "/patched?fieldValidation=Strict", "application/" + format + "+json", patch);

        assertThat(said.code()).isEqualTo(code);
        assertThat(said.message()).contains(message);
    }

    @Test
    @DisplayName(
            "patch: of what is not there is 404, of a format that nobody knows 415, with more than 10000 operations 413")
    void otherPatches() {
        send("POST", MAPS, "application/json", map("limits", ",\"data\":{\"a\":\"1\"}"));
        String operation = "{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"1\"},";
        String operations = "[" + operation.repeat(10_000) + operation.replaceFirst(",$", "]");

        assertThat(send("PATCH", MAPS + "/nobody", MERGE, "{}").message()).isEqualTo("configmaps \"nobody\" not found");
        assertThat(send("PATCH", MAPS + "/limits", "foo/bar", "{}").code()).isEqualTo(415);
        assertThat(send("PATCH", MAPS + "/limits?force=true", MERGE, "{}").message())
                .contains("force: Forbidden: may not be specified for non-apply patch");
        assertThat(send("PATCH", MAPS + "/limits", STRATEGIC, "{\"data\":{\"b\":\"2\"}}")
                        .at("data"))
                .isEqualTo(Map.of("a", "1", "b", "2"));
        Said many = send("PATCH", MAPS + "/limits", JSON_PATCH, operations);
        assertThat(many.code()).isEqualTo(413);
        assertThat(many.message()).contains("The allowed maximum operations in a JSON patch is 10000, got 10001");
    }

    @Test
    @DisplayName(
            "metadata: an owner that is named twice is named once, with a warning; who is deleted gets no new finalizers")
    void metadata() {
        String owner = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"a\",\"uid\":\"1\"}";
        Said created = send("POST", MAPS, "application/json", """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"owned","finalizers":["example.com/a"],
                 "ownerReferences":[%s,%s]}}
                """.formatted(owner, owner));
        send("DELETE", MAPS + "/owned", "application/json", "{}");

        Said refused = send(
                "PATCH",
                MAPS + "/owned",
                MERGE,
                "{\"metadata\":{\"finalizers\":[\"example.com/a\",\"example.com/b\"]}}");

        assertThat(created.warnings()).singleElement().asString().contains("duplicate UID(s) observed: 1");
        assertThat(created.at("metadata", "ownerReferences"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(refused.message())
                .contains("no new finalizers can be added if the object is being deleted, found new finalizers"
                        + " []string{\"example.com/b\"}");
        send("PATCH", MAPS + "/owned", MERGE, "{\"metadata\":{\"finalizers\":null}}");
    }

    @Test
    @DisplayName("the Fabric8 client applies")
    void fabric8() {
        var map = new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("fabric8")
                .withNamespace("default")
                .endMetadata()
                .addToData("a", "1")
                .build();

        var applied = admin.configMaps()
                .resource(map)
                .patch(PatchContext.of(io.fabric8.kubernetes.client.dsl.base.PatchType.SERVER_SIDE_APPLY));

        assertThat(applied.getMetadata().getManagedFields())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getManager()).isEqualTo("fabric8"));
    }
}
