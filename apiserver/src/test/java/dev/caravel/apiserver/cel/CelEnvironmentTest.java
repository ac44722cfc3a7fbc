package dev.caravel.apiserver.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Expressions over JSON")
class CelEnvironmentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectOf SPEC = ObjectOf.of(
            "object.spec",
            Map.of(
                    "replicas", new Field("replicas", CelType.INT),
                    "since", new Field("since", CelType.TIMESTAMP),
                    "timeout", new Field("timeout", CelType.DURATION),
                    "a__dash__b", new Field("a-b", CelType.STRING),
                    "__namespace__", new Field("namespace", CelType.STRING),
                    "names", new Field("names", new ListOf(CelType.STRING)),
                    "ratio", new Field("ratio", CelType.DOUBLE),
                    "port", new Field("port", CelType.DYN),
                    "labels", new Field("labels", new MapOf(CelType.STRING))));
    private static final CelEnvironment TYPED =
            CelEnvironment.of(Map.of("self", ObjectOf.of("object", Map.of("spec", new Field("spec", SPEC)))));
    private static final CelEnvironment DYNAMIC = CelEnvironment.of(Map.of("object", CelType.DYN));

    private static JsonNode object() throws Exception {
        return JSON.readTree("""
                {"spec": {"replicas": 3, "since": "2026-01-02T03:04:05Z", "timeout": "1m30s", "a-b": "x", "namespace": "n",
                 "names": ["b", "a"], "ratio": 2, "port": "http", "labels": {"app.kubernetes.io/name": "web"}}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.spec.replicas == 3",
                "self.spec.replicas > 2.5",
                "self.spec.since.getFullYear() == 2026",
                "self.spec.timeout == duration('90s')",
                "self.spec.a__dash__b == 'x'",
                "self.spec.__namespace__ == 'n'",
                "self.spec.names.size() == 2 && 'a' in self.spec.names",
                "self.spec.names.map(n, n + n) == ['bb', 'aa']",
                "self.spec.ratio == 2.0",
                "type(self.spec.port) == string && self.spec.port == 'http'",
                "has(self.spec.replicas) && !has(self.spec.labels.missing)",
                "self.spec.labels['app.kubernetes.io/name'].startsWith('we')",
                "self.spec.labels.all(k, k.contains('/'))",
                "self.spec.?replicas.orValue(0) == 3",
                "self.spec.labels[?'none'].hasValue() == false",
                "self.spec.names.all(i, n, i < 2 && n != '')",
                "self.spec.names.transformList(i, n, n + string(i)) == ['b0', 'a1']",
                "self.spec == self.spec",
                "sets.equivalent(self.spec.names, ['a', 'b', 'a'])",
            })
    @DisplayName("see a declared object through its type")
    void typed(String expression) throws Exception {
        CelProgram program = TYPED.compile(expression);

        assertThat(program.resultType()).isEqualTo(CelType.BOOL);
        assertThat(program.evaluate(Map.of("self", object()), CostBudget.perRequest()))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object.spec.replicas == 3",
                "object.spec.namespace == 'n'",
                "object.spec['a-b'] == 'x'",
                "!has(object.spec.missing)",
                "object.spec.names[1] == 'a'",
                "object == object",
            })
    @DisplayName("see an object of unknown type as it is in JSON")
    void dynamic(String expression) throws Exception {
        assertThat(DYNAMIC.compile(expression).evaluate(Map.of("object", object()), CostBudget.perRequest()))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({
        "set == other, true",
        "set != other, false",
        "set == shorter, false",
        "map == swapped, true",
        "map == set, false"
    })
    @DisplayName("compare lists that are sets or maps without regard to order")
    void unorderedLists(String expression, boolean same) throws Exception {
        CelType set = new ListOf(CelType.INT, 10, CelType.ListKind.SET, List.of());
        CelType map = new ListOf(
                ObjectOf.of("entry", Map.of("k", new Field("k", CelType.STRING), "v", new Field("v", CelType.INT))),
                10,
                CelType.ListKind.MAP,
                List.of("k"));
        CelEnvironment environment = CelEnvironment.of(Map.of(
                "set",
                set,
                "other",
                set,
                "shorter",
                set,
                "map",
                expression.contains("set") ? CelType.DYN : map,
                "swapped",
                map));

        assertThat(environment
                        .compile(expression)
                        .evaluate(
                                Map.of(
                                        "set", JSON.readTree("[1, 2, 3]"),
                                        "other", JSON.readTree("[3, 1, 2]"),
                                        "shorter", JSON.readTree("[1, 2]"),
                                        "map", JSON.readTree("[{\"k\": \"a\", \"v\": 1}, {\"k\": \"b\", \"v\": 2}]"),
                                        "swapped",
                                                JSON.readTree("[{\"k\": \"b\", \"v\": 2}, {\"k\": \"a\", \"v\": 1}]")),
                                CostBudget.perRequest()))
                .isEqualTo(same);
    }

    @Test
    @DisplayName("name a field that a type does not have, as upstream")
    void undefinedField() {
        assertThatThrownBy(() -> TYPED.compile("self.spec.foo == 1"))
                .isInstanceOf(CompileException.class)
                .hasMessage("""
                        compilation failed: ERROR: <input>:1:10: undefined field 'foo'
                         | self.spec.foo == 1
                         | .........^""");
    }

    @Test
    @DisplayName("point at what is wrong, under wide letters as well, in lines that are not too long to be shown")
    void pointer() {
        assertThatThrownBy(() -> TYPED.compile("'é' ==\n'é\t' + self.spec.foo"))
                .isInstanceOf(CompileException.class)
                .hasMessage("""
                        compilation failed: ERROR: <input>:2:17: undefined field 'foo'
                         | 'é ' + self.spec.foo
                         | .．..............^""");
        assertThatThrownBy(() -> TYPED.compile("self.spec.foo == '" + "x".repeat(16_384) + "'"))
                .isInstanceOf(CompileException.class)
                .hasMessage("compilation failed: ERROR: <input>:1:10: undefined field 'foo'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object.spec.missing == 1 | no such key: missing",
                "object.spec.names[7] == 'x' | index out of bounds: 7",
                "object.spec.replicas / 0 == 1 | division by zero",
                "object.spec.labels['x'] == 'x' | no such key: x",
                "9223372036854775807 + object.spec.replicas > 0 | integer overflow",
                "object.spec.replicas == 3 && object.spec.missing | no such key: missing",
                "int(object.spec.port) > 0 | strconv.ParseInt: parsing \"http\": invalid syntax",
            })
    @DisplayName("say in upstream's words why there is no result")
    void failures(String expression, String message) throws Exception {
        CelProgram program = DYNAMIC.compile(expression);
        JsonNode object = object();

        assertThatThrownBy(() -> program.evaluate(Map.of("object", object), CostBudget.perRequest()))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(message);
    }

    @Test
    @DisplayName("end when they cost too much, also behind an or")
    void costs() throws Exception {
        CelProgram program = CelEnvironment.of(Map.of("list", CelType.DYN))
                .compile("list.all(a, list.all(b, list.all(c, a + b + c >= 0 || true))) || true");
        var list = JSON.createArrayNode();
        for (int i = 0; i < 300; i++) {
            list.add(i);
        }

        assertThatThrownBy(() -> program.evaluate(Map.of("list", list), CostBudget.perRequest()))
                .isInstanceOfSatisfying(EvaluationException.class, e -> assertThat(e.reason())
                        .isEqualTo(EvaluationException.Cause.TOO_EXPENSIVE))
                .hasMessage("operation cancelled: actual cost limit exceeded");
    }

    @Test
    @DisplayName("that are long and full of faults are told of in few words")
    void manyFaults() {
        String faulty = "[" + "#".repeat(50_000) + "]";

        assertThatThrownBy(() -> DYNAMIC.compile(faulty))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("more errors were truncated")
                .message()
                .hasSizeLessThan(100_000);
    }

    @Test
    @DisplayName("have a length from which on they are refused")
    void tooLong() {
        assertThatThrownBy(() -> DYNAMIC.compile("1+".repeat(60_000) + "1"))
                .isInstanceOf(CompileException.class)
                .hasMessageContaining("expression code point size exceeds limit");
    }
}
