package dev.caravel.apiserver.extension.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Pruning")
class StructuralPruningTest {
    private static final StructuralSchema SCHEMA = Yaml.schema("""
            type: object
            properties:
              known: {type: string}
              nested: {type: object, properties: {a: {type: integer}}}
              map: {type: object, additionalProperties: {type: object, properties: {a: {type: integer}}}}
              anyMap: {type: object, additionalProperties: true}
              list: {type: array, items: {type: object, properties: {a: {type: integer}}}}
              kept:
                type: object
                x-kubernetes-preserve-unknown-fields: true
                properties: {inner: {type: object, properties: {a: {type: integer}}}}
              keptList:
                type: array
                x-kubernetes-preserve-unknown-fields: true
                items: {type: object, properties: {inner: {type: object}}}
              object:
                type: object
                x-kubernetes-embedded-resource: true
                properties: {spec: {type: object}}
            """);

    @DisplayName("keeps what the schema knows, and tells the paths of what it took")
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{known: x, other: 1}                     | {known: x}                     | other",
                "{nested: {a: 1, b: {c: 2}}}              | {nested: {a: 1}}               | nested.b",
                "{map: {x: {a: 1, b: 2}}}                 | {map: {x: {a: 1}}}             | map.x.b",
                "{anyMap: {x: {a: 1}, y: 2}}              | {anyMap: {x: {}, y: 2}}        | anyMap.x.a",
                "{list: [{a: 1}, {b: 2}]}                 | {list: [{a: 1}, {}]}           | list[1].b",
                "{kept: {x: {y: 1}, inner: {a: 1, b: 2}}} | {kept: {x: {y: 1}, inner: {a: 1}}} | kept.inner.b",
                "{keptList: [{x: 1, inner: {b: 2}}]}      | {keptList: [{x: 1, inner: {}}]} | keptList[0].inner.b",
                "{object: {kind: K, metadata: {x: 1}, status: 1}} | {object: {kind: K, metadata: {x: 1}}} | object.status",
            })
    void keepsWhatIsKnown(String value, String pruned, String unknown) {
        JsonNode object = Yaml.read(value);

        List<String> paths = StructuralPruning.prune(object, SCHEMA);

        assertThat(object).isEqualTo(Yaml.read(pruned));
        assertThat(paths).containsExactly(unknown);
    }
}
