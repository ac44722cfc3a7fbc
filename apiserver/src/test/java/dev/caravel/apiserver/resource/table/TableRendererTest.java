package dev.caravel.apiserver.resource.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import dev.caravel.apiserver.resource.table.TableRenderer.IncludeObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A table of objects")
class TableRendererTest {
    private static final BuiltinCatalog CATALOG = BuiltinCatalog.load();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectNode LIST = JsonNodeFactory.instance.objectNode().put("resourceVersion", "7");

    private final TableRenderer renderer =
            new TableRenderer(Clock.fixed(Instant.parse("2026-01-01T01:00:00Z"), ZoneOffset.UTC));

    static Stream<Arguments> pods() {
        return Stream.of(
                Arguments.of("is new", "phase: Pending", "0/1", "Pending", "0"),
                Arguments.of(
                        "runs",
                        "{phase: Running, containerStatuses: [{name: a, ready: true, state: {running: {}}}]}",
                        "1/1",
                        "Running",
                        "0"),
                Arguments.of(
                        "crashes again and again",
                        "{phase: Running, containerStatuses: [{name: a, restartCount: 3, state: {waiting: {reason:"
                                + " CrashLoopBackOff}}, lastState: {terminated: {finishedAt: '2026-01-01T00:55:00Z'}}}]}",
                        "0/1",
                        "CrashLoopBackOff",
                        "3 (5m ago)"),
                Arguments.of(
                        "has been killed",
                        "{phase: Failed, containerStatuses: [{name: a, state: {terminated: {exitCode: 137, signal: 9}}}]}",
                        "0/1",
                        "Signal:9",
                        "0"),
                Arguments.of(
                        "is done",
                        "{phase: Succeeded, containerStatuses: [{name: a, state: {terminated: {reason: Completed}}}]}",
                        "0/1",
                        "Completed",
                        "0"),
                Arguments.of(
                        "waits for its first init container",
                        "{phase: Pending, initContainerStatuses: [{name: i, state: {running: {}}}]}",
                        "0/1",
                        "Init:0/0",
                        "0"),
                Arguments.of(
                        "fails to start its image",
                        "{phase: Pending, containerStatuses: [{name: a, state: {waiting: {reason: ImagePullBackOff}}}]}",
                        "0/1",
                        "ImagePullBackOff",
                        "0"));
    }

    @ParameterizedTest(name = "sums up a pod that {0}: {2} {3} {4}")
    @MethodSource("pods")
    void pod(String what, String status, String ready, String word, String restarts) throws Exception {
        var cells = cells("Pod", "spec: {containers: [{name: a}]}\nstatus: " + yaml(status));

        assertThat(cells).startsWith("p", ready, word, restarts, "60m");
    }

    @Test
    @DisplayName("shows a service's ports and who it selects")
    void service() throws Exception {
        var cells = cells(
                "Service",
                "spec: {type: NodePort, clusterIPs: [10.96.0.7], selector: {b: x, a: y}, ports: [{port: 80, nodePort: 30080,"
                        + " protocol: TCP}, {port: 53, protocol: UDP}]}");

        assertThat(cells)
                .containsExactly("p", "NodePort", "10.96.0.7", "<none>", "80:30080/TCP,53/UDP", "60m", "a=y,b=x");
    }

    @Test
    @DisplayName("shows a node's state and roles")
    void node() throws Exception {
        var cells = cells(
                "Node",
                "spec: {unschedulable: true}\nstatus: {conditions: [{type: Ready, status: 'True'}], nodeInfo: {kubeletVersion:"
                        + " v1.36.0}}");

        assertThat(cells).startsWith("p", "Ready,SchedulingDisabled", "<none>", "60m", "v1.36.0", "<none>");
    }

    @Test
    @DisplayName("of a resource without columns shows name and time of creation")
    void createdAt() throws Exception {
        var table = table("ClusterRole", "rules: []", IncludeObject.METADATA);

        assertThat(table.get("columnDefinitions").findValuesAsText("name")).containsExactly("Name", "Created At");
        assertThat(table.at("/rows/0/cells/1").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(table.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    }

    @Test
    @DisplayName("can be rendered for every resource, however empty the object")
    void every() {
        for (var resource : CATALOG.all()) {
            var table = render(resource, JsonNodeFactory.instance.objectNode(), IncludeObject.NONE);

            assertThat(table.at("/rows/0/cells").size())
                    .as(resource.toString())
                    .isEqualTo(table.get("columnDefinitions").size());
        }
    }

    @Test
    @DisplayName("lists flow schemas in the order in which they are matched")
    void precedence() {
        var flowSchemas = CATALOG.findKind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema")
                .orElseThrow();

        var table = renderer.render(
                flowSchemas,
                List.of(flowSchema("a", 9000), flowSchema("z", 20), flowSchema("b", 20)),
                LIST,
                IncludeObject.NONE,
                true);

        assertThat(table.get("rows").valueStream().map(row -> row.at("/cells/0").asText()))
                .containsExactly("b", "z", "a");
    }

    @Test
    @DisplayName("of an object that is no resource's own has the columns that are given")
    void givenColumns() throws Exception {
        var scale = (ObjectNode) YAML.readTree("metadata: {name: p}\nspec: {replicas: 3}");
        var schema = CATALOG.schema("k8s.io.api.autoscaling.v1.Scale").orElseThrow();
        var columns = List.of(
                new Column("Name", "string", "name", "", 0, ".metadata.name"),
                new Column("Desired", "integer", "", "", 0, "orZero(.spec.replicas)"),
                new Column("Available", "integer", "", "", 0, "orZero(.status.replicas)"));

        var table = renderer.render(columns, schema, scale, IncludeObject.METADATA);

        assertThat(table.at("/rows/0/cells")).isEqualTo(YAML.readTree("[p, 3, 0]"));
        assertThat(table.at("/columnDefinitions/1/description").asText()).contains("replicas");
    }

    private static ObjectNode flowSchema(String name, int precedence) {
        var object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", name);
        object.putObject("spec").put("matchingPrecedence", precedence);
        return object;
    }

    private List<String> cells(String kind, String yaml) throws Exception {
        return table(kind, yaml, IncludeObject.NONE)
                .at("/rows/0/cells")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode table(String kind, String yaml, IncludeObject include) throws Exception {
        var object = (ObjectNode) YAML.readTree(
                "kind: " + kind + "\nmetadata: {name: p, creationTimestamp: '2026-01-01T00:00:00Z'}\n" + yaml);
        var resource = CATALOG.all().stream()
                .filter(candidate -> candidate.definition().kind().equals(kind))
                .findFirst()
                .orElseThrow();
        return render(resource, object, include);
    }

    private ObjectNode render(Resource resource, ObjectNode object, IncludeObject include) {
        return renderer.render(resource, List.of(object), LIST, include, true);
    }

    private static String yaml(String status) {
        return status.startsWith("{") ? status : "{" + status + "}";
    }
}
