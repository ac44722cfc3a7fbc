package dev.caravel.apiserver.resource.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.resource.ResourceDefinition.Column;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A cell of a custom resource")
class CustomCellsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final ObjectNode OBJECT = Json.object("""
            {metadata: {creationTimestamp: '2026-01-01T00:00:00Z', labels: {'a.b/c': 'x'}},
             spec: {replicas: 3, share: 0.5, on: true, list: ['p', 'q'], nested: {k: 'v'}},
             status: {conditions: [{type: 'A', status: 'False'}, {type: 'Ready', status: 'True'}]}}""");

    @ParameterizedTest(name = "{0} as {1} is {2}")
    @DisplayName("is what its path finds, by the column's type")
    @CsvSource(
            delimiter = '|',
            value = {
                ".spec.replicas | integer | 3",
                ".spec.replicas | string | \"3\"",
                ".spec.share | number | 0.5",
                ".spec.share | integer | 0",
                ".spec.on | boolean | true",
                ".spec.on | integer | null",
                ".spec.missing | string | null",
                ".spec.list[1] | string | \"q\"",
                ".spec.list[-1] | string | \"q\"",
                ".spec.list[*] | string | \"p\"",
                ".spec.nested | string | \"{\\\"k\\\":\\\"v\\\"}\"",
                ".metadata.labels['a.b/c'] | string | \"x\"",
                ".metadata.labels.a\\.b/c | string | \"x\"",
                ".metadata.creationTimestamp | date | \"60m\"",
                ".spec.nested.k | date | \"<invalid>\"",
                ".status.conditions[?(@.type==\"Ready\")].status | string | \"True\"",
                ".status.conditions[?(@.type=='A')].status | string | \"False\"",
                ".status.conditions[?(@.type!=\"A\")].type | string | \"Ready\"",
                "no path | string | null"
            })
    void value(String path, String type, String wanted) {
        assertThat(CustomCells.of(new Column("C", type, "", "", 0, path))
                        .of(OBJECT, NOW)
                        .toString())
                .isEqualTo(wanted);
    }
}
