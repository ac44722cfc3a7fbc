package dev.caravel.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.Writes;
import dev.caravel.apiserver.patch.MergePatcher;
import dev.caravel.apiserver.resource.GroupResource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of what a changed object shares with the old one")
class UnsharedTest {
    private static final String OBJECT = "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'x', labels: {a: 'b'},"
            + " managedFields: [{manager: 'm'}]}, spec: {containers: [{name: 'c'}]}, status: {phase: 'Running', conditions: []}}";

    private final ObjectNode old = Json.object(OBJECT);

    private ObjectNode patched(String subresource, String patch) {
        Target target =
                new Target(Writes.catalog().find(new GroupResource("", "pods")).orElseThrow(), "ns", "x", subresource);
        ObjectNode next = new MergePatcher()
                .apply(old, patch.getBytes(), target.resource().schema());
        Unshared.make(target, next, old);
        return next;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | /metadata | false",
                "'' | /metadata/labels | false",
                "'' | /metadata/managedFields | true",
                "'' | /spec | false",
                "'' | /spec/containers/0 | false",
                "'' | /status/conditions | false",
                "status | /metadata | false",
                "status | /metadata/labels | false",
                "status | /spec | true",
                "status | /status | false",
                "status | /status/conditions | false"
            })
    @DisplayName("it gets copies, unless that is replaced and never changed, or left alone by the write")
    void copies(String subresource, String pointer, boolean shared) {
        JsonNode next =
                patched(subresource, "{\"status\":{\"phase\":\"Failed\"}}").at(pointer);

        assertThat(next == old.at(pointer)).isEqualTo(shared);
    }

    @Test
    @DisplayName("nothing shows in the old one when the changed one is changed in place")
    void old() {
        ObjectNode next = patched("", "{\"metadata\":{\"annotations\":{\"c\":\"d\"}}}");
        next.withObject("/metadata/labels").put("a", "other");
        ((ObjectNode) next.at("/spec/containers/0")).put("name", "other");
        next.withObject("/status").removeAll();

        assertThat(old).isEqualTo(Json.object(OBJECT));
    }
}
