package dev.caravel.apiserver.extension.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Defaulting")
class StructuralDefaultingTest {
    private static final StructuralSchema SCHEMA = Yaml.schema("""
            type: object
            properties:
              replicas: {type: integer, default: 1}
              maybe: {type: string, nullable: true, default: x}
              plain: {type: string}
              plainMaybe: {type: string, nullable: true}
              nested: {type: object, properties: {a: {type: integer, default: 2}}}
              filled: {type: object, default: {}, properties: {a: {type: integer, default: 3}}}
              list: {type: array, items: {type: object, default: {a: 5}, properties: {a: {type: integer, default: 4}}}}
              map: {type: object, additionalProperties: {type: integer, default: 6}}
            """);

    @DisplayName("fills in what is absent, and treats a null that is not allowed as absent")
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "{}                       | {}",
                "{replicas: 7}            | {replicas: 7}",
                "{replicas: null}         | {replicas: 1}",
                "{maybe: null}            | {maybe: null}",
                "{plain: null}            | {}",
                "{plainMaybe: null}       | {plainMaybe: null}",
                "{unknown: null}          | {unknown: null}",
                "{nested: {}}             | {nested: {a: 2}}",
                "{nested: {a: null}}      | {nested: {a: 2}}",
                "{list: [{}, null]}       | {list: [{a: 4}, {a: 5}]}",
                "{map: {x: null, y: 1}}   | {map: {x: 6, y: 1}}",
            })
    void fillsIn(String value, String expected) {
        JsonNode object = Yaml.read(value);

        StructuralDefaulting.apply(object, SCHEMA);

        JsonNode whole = Yaml.read("{replicas: 1, maybe: x, filled: {a: 3}}");
        Yaml.object(expected).properties().forEach(field -> ((com.fasterxml.jackson.databind.node.ObjectNode) whole)
                .set(field.getKey(), field.getValue()));
        assertThat(object).isEqualTo(whole);
    }
}
