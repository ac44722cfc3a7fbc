package dev.caravel.apiserver.patch.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A step of a path")
class PathElementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "f:name                              | f:name",
                "k:{\"name\":\"a\"}                  | k:{\"name\":\"a\"}",
                "k:{ \"name\" : \"a\" }              | k:{\"name\":\"a\"}",
                "k:{\"port\":80,\"name\":\"a\"}      | k:{\"name\":\"a\",\"port\":80}",
                "k:{\"name\":\"a\",\"port\":80}      | k:{\"name\":\"a\",\"port\":80}",
                "k:{\"name\":\"a\",\"name\":\"b\"}   | k:{\"name\":\"b\"}",
                "k:{\"port\":80.0}                   | k:{\"port\":80}",
                "k:{\"port\":0}                      | k:{\"port\":0}",
                "k:{\"port\":-1}                     | k:{\"port\":-1}",
                "k:{\"name\":\"\\u0061\"}            | k:{\"name\":\"a\"}",
                "k:{\"name\":\"\\\"a\"}              | k:{\"name\":\"\\\"a\"}",
                "k:{\"on\":true}                     | k:{\"on\":true}",
                "k:{}                                | k:{}",
                "v:\"a\"                             | v:\"a\"",
                "v:\"\\u0061\"                       | v:\"a\"",
                "v:1.50                              | v:1.5",
                "i:007                               | i:7"
            })
    @DisplayName("has one text, however it was written")
    void canonical(String written, String text) {
        assertThat(PathElement.parse(written))
                .hasValueSatisfying(step -> assertThat(step.text()).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k:{\"name\":\"a\"",
                "k:{\"name\":\"a\"}}",
                "k:{\"name\":01}",
                "k:[]",
                "v:\"a",
                "v:\"a\"b\"",
                "f",
                "fx"
            })
    @DisplayName("that is none is refused")
    void refused(String text) {
        assertThatThrownBy(() -> PathElement.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
