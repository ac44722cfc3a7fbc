package dev.caravel.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.status.ApiException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Strategic merge patch")
class StrategicMergePatcherTest {
    private static final SchemaFixture ENV =
            SchemaFixture.named("k8s.io.api.core.v1.EnvVar").scalar("name").scalar("value");
    private static final SchemaFixture PORT = SchemaFixture.named("k8s.io.api.core.v1.ContainerPort")
            .scalar("containerPort")
            .scalar("protocol");
    private static final SchemaFixture CONTAINER = SchemaFixture.named("k8s.io.api.core.v1.Container")
            .scalar("name")
            .scalar("image")
            .atomicList("args")
            .list("env", ENV, "merge", "name")
            .list("ports", PORT, "merge", "containerPort");
    private static final SchemaFixture SOURCE = SchemaFixture.named("k8s.io.api.core.v1.Volume")
            .scalar("name")
            .map("emptyDir")
            .map("hostPath");
    private static final SchemaFixture SPEC = SchemaFixture.named("k8s.io.api.core.v1.PodSpec")
            .scalar("nodeName")
            .map("nodeSelector")
            .atomicList("atoms")
            .set("finalizers")
            .object("strategy", SOURCE, "retainKeys")
            .object("whole", SOURCE, "replace")
            .list("volumes", SOURCE, "merge,retainKeys", "name")
            .list("containers", CONTAINER, "merge", "name");
    private final StrategicMergePatcher patcher = new StrategicMergePatcher();

    private String patched(String current, String patch) {
        return patcher.apply(Json.object(current), Json.bytes(patch), SPEC).toString();
    }

    @DisplayName("merges objects and maps, and null removes")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{nodeName: 'a'}              | {nodeName: 'b'}                             | {nodeName: 'b'}",
                "{nodeName: 'a'}              | {nodeName: null}                            | {}",
                "{nodeSelector: {a: '1'}}     | {nodeSelector: {b: '2'}}                    | {nodeSelector: {a: '1', b: '2'}}",
                "{nodeSelector: {a: '1'}}     | {nodeSelector: {a: null, c: null}}          | {nodeSelector: {}}",
                "{}                           | {nodeSelector: {a: '1', b: null}}           | {nodeSelector: {a: '1'}}",
                "{nodeSelector: {a: '1'}}     | {nodeSelector: {$patch: 'replace', b: '2'}} | {nodeSelector: {b: '2'}}",
                "{nodeSelector: {a: '1'}}     | {nodeSelector: {$patch: 'delete'}}          | {nodeSelector: {}}",
                "{}                           | {nodeSelector: {$patch: 'delete'}}          | {}",
                "{atoms: [1, 2]}              | {atoms: [3]}                                | {atoms: [3]}",
                "{whole: {name: 'a'}}         | {whole: {hostPath: {}}}                     | {whole: {hostPath: {}}}",
            })
    void mergesObjects(String current, String patch, String expected) {
        assertThat(patched(current, patch)).isEqualTo(Json.tree(expected).toString());
    }

    @DisplayName("drops the fields that $retainKeys does not name")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{strategy: {name: 'a', emptyDir: {}}}   | {strategy: {$retainKeys: ['name'], name: 'b'}}                                   | {strategy: {name: 'b'}}",
                "{strategy: {name: 'a', emptyDir: {}}}   | {strategy: {$retainKeys: ['name', 'hostPath'], emptyDir: null, hostPath: {}}}    | {strategy: {name: 'a', hostPath: {}}}",
                "{volumes: [{name: 'v', emptyDir: {}}]}  | {volumes: [{name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: {path: '/'}}]} | {volumes: [{name: 'v', hostPath: {path: '/'}}]}",
                "{}                                      | {strategy: {$retainKeys: ['name'], name: 'b'}}                                   | {strategy: {name: 'b'}}",
            })
    void retainsKeys(String current, String patch, String expected) {
        assertThat(patched(current, patch)).isEqualTo(Json.tree(expected).toString());
    }

    @DisplayName("merges lists of objects by their merge key")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{containers: [{name: 'a', image: '1'}, {name: 'b'}]} | {containers: [{name: 'a', image: '2'}]}                        | {containers: [{name: 'a', image: '2'}, {name: 'b'}]}",
                "{containers: [{name: 'a'}]}                          | {containers: [{name: 'b'}]}                                    | {containers: [{name: 'b'}, {name: 'a'}]}",
                "{containers: [{name: 'a'}, {name: 'b'}]}             | {containers: [{name: 'a', $patch: 'delete'}]}                  | {containers: [{name: 'b'}]}",
                "{containers: [{name: 'a'}, {name: 'b'}]}             | {containers: [{$patch: 'replace'}, {name: 'c'}]}               | {containers: [{name: 'c'}]}",
                "{containers: [{name: 'a', image: '1'}]}              | {containers: [{name: 'a', $patch: 'replace', image: '2'}]}     | {containers: []}",
                "{containers: [{name: 'a', env: [{name: 'X', value: '1'}, {name: 'Y', value: '2'}]}]} | {containers: [{name: 'a', env: [{name: 'Y', value: '3'}]}]} | {containers: [{name: 'a', env: [{name: 'X', value: '1'}, {name: 'Y', value: '3'}]}]}",
                "{containers: [{name: 'a', args: ['1', '2']}]}        | {containers: [{name: 'a', args: ['3']}]}                       | {containers: [{name: 'a', args: ['3']}]}",
                "{containers: [{name: 'a', ports: [{containerPort: 80, protocol: 'TCP'}]}]} | {containers: [{name: 'a', ports: [{containerPort: 80, protocol: 'UDP'}]}]} | {containers: [{name: 'a', ports: [{containerPort: 80, protocol: 'UDP'}]}]}",
                "{}                                                   | {containers: [{name: 'a', image: null}, {name: 'b', $patch: 'delete'}]} | {containers: [{name: 'a'}]}",
            })
    void mergesLists(String current, String patch, String expected) {
        assertThat(patched(current, patch)).isEqualTo(Json.tree(expected).toString());
    }

    @DisplayName("merges lists of scalars as sets")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{finalizers: ['a', 'b']} | {finalizers: ['b', 'c']}                                                | {finalizers: ['a', 'b', 'c']}",
                "{finalizers: ['a', 'b']} | {'$deleteFromPrimitiveList/finalizers': ['a']}                          | {finalizers: ['b']}",
                "{}                       | {'$deleteFromPrimitiveList/finalizers': ['a']}                          | {}",
                "{finalizers: ['a']}      | {'$deleteFromPrimitiveList/finalizers': ['a'], finalizers: ['b'], '$setElementOrder/finalizers': ['b']} | {finalizers: ['b']}",
                "{finalizers: ['a', 'b', 'c']} | {'$setElementOrder/finalizers': ['c', 'a']}                        | {finalizers: ['b', 'c', 'a']}",
            })
    void mergesSets(String current, String patch, String expected) {
        assertThat(patched(current, patch)).isEqualTo(Json.tree(expected).toString());
    }

    @DisplayName("orders by $setElementOrder, and keeps others where they were")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b c | b a   |       | b a c",
                "a b c | c b a |       | c b a",
                "a b c | d a   | d     | d a b c",
                "a x b | b a c | c     | x b a c",
                "x a b | a c b | c     | x a c b",
                "a b   | a b   | a b   | a b",
                "      | b a   | b a   | b a",
            })
    void orders(String present, String order, String changes, String expected) {
        String patch = "{'$setElementOrder/containers': %s%s}"
                .formatted(containers(order), changes == null ? "" : ", containers: " + containers(changes));

        String result = patched(present == null ? "{}" : "{containers: %s}".formatted(containers(present)), patch);

        assertThat(result)
                .isEqualTo(Json.tree("{containers: %s}".formatted(containers(expected)))
                        .toString());
    }

    @Test
    @DisplayName("applies what kubectl apply sends when a container is replaced by another")
    void appliesKubectlPatch() {
        String current =
                "{containers: [{name: 'web', image: 'nginx:1', env: [{name: 'A', value: '1'}]}, {name: 'log', image: 'l'}]}";
        String patch = "{'$setElementOrder/containers': [{name: 'side'}, {name: 'web'}], containers: ["
                + "{name: 'side', image: 's'}, {name: 'web', image: 'nginx:2', '$setElementOrder/env': [{name: 'B'}, {name: 'A'}], env: [{name: 'B', value: '2'}]},"
                + "{name: 'log', $patch: 'delete'}]}";

        assertThat(patched(current, patch))
                .isEqualTo(Json.tree("{containers: [{name: 'side', image: 's'}, {name: 'web', image: 'nginx:2',"
                                + " env: [{name: 'B', value: '2'}, {name: 'A', value: '1'}]}]}")
                        .toString());
    }

    @DisplayName("refuses a bad patch with upstream's code")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{containers: [{image: 'x'}]}                                       | 500 | does not contain declared merge key: name",
                "{containers: [{name: 'a', $patch: 'burn'}]}                        | 500 | unknown patch type: burn",
                "{nodeSelector: {$patch: 'burn'}}                                   | 500 | unknown patch type: burn",
                "{strategy: {$retainKeys: 'name'}}                                  | 400 | invalid patch format of retainKeys",
                "{strategy: {$retainKeys: ['name'], hostPath: {}}}                  | 400 | invalid patch format of retainKeys",
                "{'$setElementOrder/containers': [{name: 'b'}], containers: [{name: 'a'}]} | 500 | The order in patch list",
                "{finalizers: [['a']]}                                              | 500 | list element types are not identical",
                "[]                                                                 | 400 | json: cannot unmarshal array into Go value",
            })
    void refuses(String patch, int code, String message) {
        String current = "{containers: [{name: 'a'}], nodeSelector: {}, strategy: {name: 'x'}, finalizers: ['f']}";

        assertThatThrownBy(() -> patched(current, patch))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static String containers(String names) {
        return java.util.Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map("{name: '%s'}"::formatted)
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    }

    @Test
    @DisplayName("merges lists as long as a request can hold, without comparing each element with each other")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void longLists() {
        String list = IntStream.range(0, 100_000)
                .mapToObj(i -> "{name: 'c" + i + "'}")
                .collect(Collectors.joining(",", "{containers: [", "]}"));
        ObjectNode object = Json.object(list);

        assertThat(patcher.apply(object, Json.bytes(list), SPEC)).isEqualTo(object);
    }
}
