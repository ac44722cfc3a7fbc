package dev.caravel.apiserver.extension.schema.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caravel.apiserver.extension.schema.Yaml;
import dev.caravel.apiserver.resource.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The values of a custom resource")
class ValueValidationTest {
    /** The messages are those of kube-apiserver v1.36. */
    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        "{type: integer}",
                        "x",
                        "spec: Invalid value: \"string\": spec in body must be of type integer: \"string\""),
                arguments(
                        "{type: string}",
                        "null",
                        "spec: Invalid value: \"null\": spec in body must be of type string: \"null\""),
                arguments(
                        "{x-kubernetes-int-or-string: true}",
                        "[]",
                        "spec: Invalid value: \"array\": spec in body must be of type integer,string: \"array\""),
                arguments(
                        "{type: integer, minimum: 1}",
                        "0",
                        "spec: Invalid value: 0: spec in body should be greater than or equal to 1"),
                arguments(
                        "{type: integer, maximum: 5, exclusiveMaximum: true}",
                        "5",
                        "spec: Invalid value: 5: spec in body should be less than 5"),
                arguments(
                        "{type: number, maximum: 5.5}",
                        "5.75",
                        "spec: Invalid value: 5.75: spec in body should be less than or equal to 5.5"),
                arguments(
                        "{type: integer, multipleOf: 3}",
                        "4",
                        "spec: Invalid value: 4: spec in body should be a multiple of 3"),
                arguments(
                        "{type: integer, format: int32}",
                        "3000000000",
                        "<nil>: Invalid value: \"\": Checked value must be of type integer with format int32 in spec"),
                arguments("{type: string, maxLength: 2}", "abc", "spec: Too long: may not be more than 2 bytes"),
                arguments(
                        "{type: string, minLength: 2}",
                        "a",
                        "spec: Invalid value: \"a\": spec in body should be at least 2 chars long"),
                arguments(
                        "{type: string, pattern: '^a+$'}",
                        "b",
                        "spec: Invalid value: \"b\": spec in body should match '^a+$'"),
                arguments(
                        "{type: string, format: date}",
                        "soon",
                        "spec: Invalid value: \"soon\": spec in body must be of type date: \"soon\""),
                arguments(
                        "{type: string, enum: [a, b]}",
                        "c",
                        "spec: Unsupported value: \"c\": supported values: \"a\", \"b\""),
                arguments(
                        "{type: integer, enum: [1, 2]}",
                        "3",
                        "spec: Unsupported value: 3: supported values: \"1\", \"2\""),
                arguments(
                        "{type: array, maxItems: 1, items: {type: integer}}",
                        "[1, 2]",
                        "spec: Too many: 2: must have at most 1 item"),
                arguments(
                        "{type: array, minItems: 1, items: {type: integer}}",
                        "[]",
                        "spec: Invalid value: 0: spec in body should have at least 1 items"),
                arguments(
                        "{type: array, items: {type: integer}}",
                        "[1, x]",
                        "spec[1]: Invalid value: \"string\": spec[1] in body must be of type integer: \"string\""),
                arguments(
                        "{type: object, maxProperties: 1}",
                        "{a: 1, b: 2}",
                        "spec: Too many: 2: must have at most 1 item"),
                arguments(
                        "{type: object, minProperties: 1}",
                        "{}",
                        "spec: Invalid value: 0: spec in body should have at least 1 properties"),
                arguments("{type: object, required: [a]}", "{}", "spec.a: Required value"),
                arguments(
                        "{type: object, additionalProperties: {type: string}}",
                        "{a: 1}",
                        "spec.a: Invalid value: \"integer\": spec.a in body must be of type string: \"integer\""),
                arguments(
                        "{type: string, not: {enum: [a]}}",
                        "a",
                        "<nil>: Invalid value: \"\": \"spec\" must not validate the schema (not)"));
    }

    @DisplayName("are refused in upstream's words")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void refuses(String schema, String value, String error) {
        assertThat(errors(schema, value)).containsExactly(error);
    }

    @Test
    @DisplayName("that have a fraction are no integers, which is told twice")
    void refusesFractions() {
        assertThat(errors("{type: integer}", "1.5"))
                .containsExactly(
                        "spec: Invalid value: \"number\": spec in body must be of type integer: \"number\"",
                        "<nil>: Invalid value: \"\": Checked value must be of type integer (default format) in spec");
    }

    @Test
    @DisplayName("tell of the alternative of anyOf that was met best")
    void tellsOfTheBestAlternative() {
        assertThat(errors("{type: string, anyOf: [{pattern: '^a'}, {pattern: '^b', minLength: 3}]}", "bc"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"spec\" must validate at least one schema (anyOf)",
                        "spec: Invalid value: \"bc\": spec in body should match '^a'");
    }

    @Test
    @DisplayName("must meet exactly one of oneOf, and all of allOf")
    void combines() {
        assertThat(errors("{type: integer, oneOf: [{minimum: 1}, {minimum: 2}]}", "5"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). Found 2 valid"
                                + " alternatives");
        assertThat(errors("{type: integer, allOf: [{minimum: 1}, {maximum: 2}]}", "5"))
                .containsExactlyInAnyOrder(
                        "spec: Invalid value: 5: spec in body should be less than or equal to 2",
                        "<nil>: Invalid value: \"\": \"spec\" must validate all the schemas (allOf)");
    }

    @DisplayName("may be")
    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("allowed")
    void allows(String schema, String value) {
        assertThat(errors(schema, value)).isEmpty();
    }

    static Stream<Arguments> allowed() {
        return Stream.of(
                arguments("{type: integer}", "2.0"),
                arguments("{type: number}", "2"),
                arguments("{type: string, nullable: true}", "null"),
                arguments("{x-kubernetes-int-or-string: true}", "5"),
                arguments("{x-kubernetes-int-or-string: true}", "'5%'"),
                arguments("{type: string, format: unheard-of}", "anything"),
                arguments("{type: string, maxLength: 1}", "\"\\U0001F600\""),
                arguments("{type: string, pattern: 'b'}", "abc"));
    }

    @Test
    @DisplayName("that were wrong before and did not change are tolerated")
    void toleratesWhatDidNotChange() {
        String schema = """
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      name: {type: string, maxLength: 2}
                      other: {type: integer}
                      list:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [key]
                        items: {type: object, properties: {key: {type: string}, value: {type: integer, maximum: 1}}}
                      atomic: {type: array, items: {type: integer, maximum: 1}}
                """;
        String old = "{spec: {name: long, list: [{key: a, value: 5}], atomic: [5]}}";

        assertThat(errors(schema, "{spec: {name: long, other: 1, list: [{key: a, value: 5}], atomic: [5]}}", old))
                .isEmpty();
        assertThat(errors(
                        schema,
                        "{spec: {name: longer, list: [{key: b, value: 5}, {key: a, value: 5}], atomic: [5, 5]}}",
                        old))
                .containsExactly(
                        "spec.name: Too long: may not be more than 2 bytes",
                        "spec.list[0].value: Invalid value: 5: spec.list[0].value in body should be less than or equal to 1",
                        "spec.atomic[0]: Invalid value: 5: spec.atomic[0] in body should be less than or equal to 1",
                        "spec.atomic[1]: Invalid value: 5: spec.atomic[1] in body should be less than or equal to 1");
    }

    @Test
    @DisplayName("cannot stop the server by a pattern that would take other engines forever")
    void matchesInLinearTime() {
        assertThat(errors("{type: string, pattern: '^(a+)+$'}", "a".repeat(100_000) + "b"))
                .hasSize(1);
    }

    private static List<String> errors(String schema, String value) {
        return errors("{type: object, properties: {spec: %s}}".formatted(schema), "{spec: %s}".formatted(value), "");
    }

    private static List<String> errors(String schema, String value, String old) {
        return new ValueValidation(Yaml.schema(schema))
                .check("", Yaml.read(value), old.isEmpty() ? Optional.empty() : Optional.of(Yaml.read(old))).stream()
                        .map(FieldError::toString)
                        .toList();
    }
}
