package dev.caravel.apiserver.cel.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.caravel.apiserver.extension.schema.StructuralSchema;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The rules of a custom resource")
class CelRulesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String SCHEMA = """
            type: object
            properties:
              spec:
                type: object
                x-kubernetes-validations:
                - rule: "self.x > 0"
                - rule: "!has(self.y) || self.y != 'bad'"
                  message: y is bad
                  messageExpression: "'y is ' + self.y"
                  fieldPath: .y
                  reason: FieldValueForbidden
                properties:
                  x: {type: integer}
                  y: {type: string}
                  fixed:
                    type: integer
                    x-kubernetes-validations:
                    - rule: self == oldSelf
                      message: fixed is immutable
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      required: [name]
                      x-kubernetes-validations:
                      - rule: self.number >= oldSelf.number
                      properties:
                        name: {type: string}
                        number: {type: integer}
                  first:
                    type: string
                    x-kubernetes-validations:
                    - rule: "oldSelf.hasValue() ? true : self == 'one'"
                      optionalOldSelf: true
                  labels:
                    type: object
                    additionalProperties:
                      type: string
                      x-kubernetes-validations:
                      - rule: self.size() < 5
                  many:
                    type: array
                    items: {type: integer}
                    x-kubernetes-validations:
                    - rule: "self.all(a, self.all(b, self.all(c, a + b + c >= 0)))"
            """;

    private static JsonNode yaml(String text) throws Exception {
        return YAML.readTree(text);
    }

    private static List<String> check(String object, String old) throws Exception {
        var rules = new CelRules().compile(StructuralSchema.parse(yaml(SCHEMA)), true);
        return rules.check("", yaml(object), old.isEmpty() ? Optional.empty() : Optional.of(yaml(old))).stream()
                .map(FieldError::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{spec: {x: 1, labels: {a: b}, first: one}} | '' | -",
                "{spec: {x: 0}} | '' | spec: Invalid value: failed rule: self.x > 0",
                "{spec: {x: 1, y: bad}} | '' | spec.y: Forbidden: y is bad",
                "{spec: {y: fine}} | '' | spec: Invalid value: \"object\": no such key: x evaluating rule: self.x > 0",
                "{spec: {x: 1, fixed: 1}} | '' | -",
                "{spec: {x: 1, fixed: 2}} | {spec: {x: 1, fixed: 1}} | spec.fixed: Invalid value: 2: fixed is immutable",
                "{spec: {x: 1, ports: [{name: b, number: 2}, {name: a, number: 1}]}} | {spec: {x: 1, ports: [{name: a, number: 3}]}}"
                        + " | spec.ports[1]: Invalid value: failed rule: self.number >= oldSelf.number",
                "{spec: {x: 1, first: two}} | '' | spec.first: Invalid value: \"two\": failed rule: oldSelf.hasValue() ? true : self == 'one'",
                "{spec: {x: 1, first: two}} | {spec: {x: 1, first: one}} | -",
                "{spec: {x: 1, labels: {k: sixsix}}} | '' | spec.labels[k]: Invalid value: \"sixsix\": failed rule: self.size() < 5",
            })
    @DisplayName("are checked with upstream's messages")
    void messages(String object, String old, String expected) throws Exception {
        assertThat(check(object, old)).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    @DisplayName("tolerate what was there before")
    void ratcheting() throws Exception {
        assertThat(check("{spec: {x: 0, labels: {k: sixsix, new: toolong}}}", "{spec: {x: 0, labels: {k: sixsix}}}"))
                .containsExactly(
                        "spec: Invalid value: failed rule: self.x > 0",
                        "spec.labels[new]: Invalid value: \"toolong\": failed rule: self.size() < 5");
        assertThat(check("{metadata: {labels: {a: b}}, spec: {x: 0}}", "{spec: {x: 0}}"))
                .isEmpty();
    }

    @Test
    @DisplayName("end when one of them costs too much")
    void expensive() throws Exception {
        String many = "1,".repeat(200);

        assertThat(check("{spec: {x: 1, many: [" + many + "1]}}", ""))
                .singleElement()
                .asString()
                .contains(
                        "no further validation rules will be run due to call cost exceeds limit for rule: self.all(a,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "self.z == 1 | rule | undefined field 'z'",
                "self.x + 'a' == 1 | rule | found no matching overload for '_+_' applied to '(int, string)'",
                "self.x | rule | cel expression must evaluate to a bool",
                "self.x = 1 | rule | Syntax error",
                "'' | rule | rule is not specified",
                "self.list.all(a, self.list.all(b, self.list.all(c, a == b && b == c))) | rule |"
                        + " estimated rule cost exceeds budget by factor of more than 100x",
            })
    @DisplayName("are refused when a CRD brings them and they cannot be right")
    void faults(String rule, String field, String message) throws Exception {
        var schema = StructuralSchema.parse(YAML.readTree("""
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      x: {type: integer}
                      list: {type: array, items: {type: string}}
                    x-kubernetes-validations:
                    - rule: RULE
                """.replace("RULE", '"' + rule + '"')));

        assertThat(new CelRules().faults("spec.validation.openAPIV3Schema", schema, Optional.empty()))
                .anySatisfy(error -> {
                    assertThat(error.field())
                            .isEqualTo("spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]."
                                    + field);
                    assertThat(error.message()).contains(message);
                });
    }

    @Test
    @DisplayName("compare with the old value only where it can be told which that is")
    void uncorrelated() throws Exception {
        var schema = StructuralSchema.parse(YAML.readTree("""
                type: object
                properties:
                  list:
                    type: array
                    maxItems: 3
                    items:
                      type: string
                      maxLength: 3
                      x-kubernetes-validations:
                      - {rule: self == oldSelf}
                """));

        assertThat(new CelRules().faults("s", schema, Optional.empty()))
                .extracting(FieldError::toString)
                .containsExactly(
                        "s.properties[list].items.x-kubernetes-validations[0].rule: Invalid value: \"self == oldSelf\": oldSelf cannot be"
                                + " used on the uncorrelatable portion of the schema within s.properties[list]");
    }

    @Test
    @DisplayName("are no longer compiled when so many are wrong that nobody reads on")
    void enough() throws Exception {
        var schema = StructuralSchema.parse(YAML.readTree(
                "{type: object, x-kubernetes-validations: [%s]}".formatted("{rule: nobody}, ".repeat(1_000))));

        assertThat(new CelRules().faults("s", schema, Optional.empty())).hasSize(100);
    }

    @Test
    @DisplayName("that are bounded are accepted")
    void bounded() throws Exception {
        assertThat(new CelRules()
                        .faults(
                                "s",
                                StructuralSchema.parse(yaml(SCHEMA.replace("many:", "many:\n        maxItems: 10"))),
                                Optional.empty()))
                .extracting(FieldError::toString)
                .allMatch(error -> error.contains("exceeds budget") || error.contains("contributed"));
    }

    private static final String CONFORMANCE = """
            type: object
            properties:
              spec:
                type: object
                x-kubernetes-validations:
                - rule: self.x + self.y > 0
                - rule: self.firstArray.isSorted() && self.secondArray.isSorted() && ((self.firstArray.sum() + self.secondArray.sum()) % 2 == 0)
                - rule: self.largeArray.all(x, self.largeArray.all(y, y == x))
                properties:
                  x: {type: integer}
                  y: {type: integer}
                  firstArray: {type: array, maxItems: 1000, items: {type: integer}}
                  secondArray: {type: array, maxItems: 1000, items: {type: integer}}
                  largeArray: {type: array, maxItems: 725, items: {type: integer}}
            """;

    @Test
    @DisplayName("of the conformance suite are accepted, and tell good objects from bad and from too large ones")
    void conformance() throws Exception {
        StructuralSchema schema = StructuralSchema.parse(yaml(CONFORMANCE));
        assertThat(new CelRules().faults("s", schema, Optional.empty())).isEmpty();

        var rules = new CelRules().compile(schema, true);
        assertThat(rules.check(
                        "",
                        yaml("{spec: {x: 1, y: 0, firstArray: [3, 4], secondArray: [5, 10], largeArray: [2, 2]}}"),
                        Optional.empty()))
                .isEmpty();
        assertThat(rules.check("", yaml("{spec: {x: 0, y: 0}}"), Optional.empty()))
                .extracting(FieldError::message)
                .contains("Invalid value: failed rule: self.x + self.y > 0");
        assertThat(rules.check("", yaml("{spec: {largeArray: [" + "20,".repeat(724) + "20]}}"), Optional.empty()))
                .extracting(FieldError::message)
                .anyMatch(message -> message.contains("call cost exceeds limit"));
    }

    @Test
    @DisplayName("of the conformance suite that could cost too much are refused")
    void tooExpensive() throws Exception {
        var schema = StructuralSchema.parse(yaml("""
                type: object
                properties:
                  x:
                    type: array
                    items:
                      type: array
                      items: {type: string}
                      x-kubernetes-validations:
                      - rule: self.all(s, s == 'string constant')
                """));

        assertThat(new CelRules().faults("s", schema, Optional.empty()))
                .extracting(FieldError::message)
                .anyMatch(message -> message.contains("exceeds budget"));
    }
}
