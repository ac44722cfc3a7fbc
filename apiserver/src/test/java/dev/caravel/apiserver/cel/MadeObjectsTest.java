package dev.caravel.apiserver.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.apiserver.cel.values.JsonValues;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Objects that expressions make")
class MadeObjectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CelEnvironment ENVIRONMENT =
            CelEnvironment.of(Map.of("object", CelType.DYN)).makingObjects();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Object{spec: Object.spec{replicas: object.n + 1}} | {\"spec\": {\"replicas\": 4}}",
                "Object{metadata: Object.metadata{annotations: {\"a/b\": \"c\"}}} | {\"metadata\": {\"annotations\": {\"a/b\": \"c\"}}}",
                "Object{spec: Object.spec{list: [Object.spec.list{name: 'x'}, Object.spec.list{n: 1}]}}"
                        + " | {\"spec\": {\"list\": [{\"name\": \"x\"}, {\"n\": 1}]}}",
                "[JSONPatch{op: 'add', path: '/a', value: [1]}] | [{\"op\": \"add\", \"path\": \"/a\", \"value\": [1]}]",
                "[JSONPatch{op: 'add', path: '/a', value: Object.spec{x: true}}]"
                        + " | [{\"op\": \"add\", \"path\": \"/a\", \"value\": {\"x\": true}}]",
                "object.n > 5 ? [JSONPatch{op: 'remove', path: '/a'}] : [] | []",
                "Object{?spec: optional.none(), x: 1} | {\"x\": 1}",
            })
    @DisplayName("have a form in JSON")
    void json(String expression, String expected) throws Exception {
        Object made = ENVIRONMENT
                .compile(expression)
                .evaluate(Map.of("object", JSON.readTree("{\"n\": 3}")), CostBudget.perRequest());

        assertThat(JsonValues.toJson(made)).hasToString(JSON.readTree(expected).toString());
    }

    @Test
    @DisplayName("are of types that there are")
    void unknownTypes() {
        assertThatThrownBy(() -> ENVIRONMENT.compile("Pod{spec: 1}"))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("undeclared reference to 'Pod'");
        assertThatThrownBy(() -> ENVIRONMENT.compile("[JSONPatch{operation: 'add'}]"))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("undefined field 'operation'");
    }
}
