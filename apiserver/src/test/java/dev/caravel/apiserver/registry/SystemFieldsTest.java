package dev.caravel.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.resource.GroupResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("After a mutation")
class SystemFieldsTest {
    private static Target pod(String subresource) {
        return new Target(Writes.catalog().find(new GroupResource("", "pods")).orElseThrow(), "ns", "x", subresource);
    }

    private static ObjectNode object() {
        return Json.object(
                "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'x', namespace: 'ns', uid: 'u', generation: 1},"
                        + " spec: {nodeName: 'n'}, status: {phase: 'Running'}}");
    }

    @Test
    @DisplayName("what the system keeps is as it was before")
    void metadata() {
        ObjectNode object = object();
        SystemFields kept = SystemFields.of(pod(""), object);
        object.withObject("/metadata")
                .put("uid", "other")
                .put("deletionTimestamp", "now")
                .remove("generation");
        object.withObject("/metadata/labels").put("a", "b");

        kept.restore(object);

        assertThat(object.path("metadata"))
                .isEqualTo(Json.tree("{name: 'x', namespace: 'ns', uid: 'u', generation: 1, labels: {a: 'b'}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | m | Running", "status | n | Failed", "resize | m | Failed"})
    @DisplayName("what is written through another path is as it was before")
    void otherPaths(String subresource, String node, String phase) {
        ObjectNode object = object();
        SystemFields kept = SystemFields.of(pod(subresource), object);
        object.putObject("spec").put("nodeName", "m");
        object.putObject("status").put("phase", "Failed");

        kept.restore(object);

        assertThat(object.at("/spec/nodeName").asText()).isEqualTo(node);
        assertThat(object.at("/status/phase").asText()).isEqualTo(phase);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/metadata | name | the name of the object (other) does not match the name on the URL (x)",
                "/metadata | namespace | the namespace of the provided object does not match the namespace sent on the request"
            })
    @DisplayName("an object is still the same")
    void identity(String parent, String field, String message) {
        ObjectNode object = object();
        SystemFields kept = SystemFields.of(pod(""), object);
        object.withObject(parent).put(field, "other");

        assertThatThrownBy(() -> kept.restore(object)).hasMessage(message);
    }
}
