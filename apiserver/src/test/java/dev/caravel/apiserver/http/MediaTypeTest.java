package dev.caravel.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A media type")
class MediaTypeTest {
    @ParameterizedTest(name = "«{0}»")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/json                  | application/json
            APPLICATION/Json                  | application/json
            application/json;                 | application/json
            application/json ; a=b;           | application/json
            application/json;charset=utf-16   | application/json
            application/json; a="b;\\"c"      | application/json
            application/json; a=b; a=b        | application/json
            */*                               | */*
            text                              | text
            """)
    @DisplayName("is read without its parameters")
    void read(String header, String type) {
        assertThat(MediaType.parse(header)).contains(type);
    }

    @ParameterizedTest(name = "«{0}»")
    @ValueSource(
            strings = {
                ";",
                "/",
                "application/",
                "a b",
                "\"",
                "application/json,text/plain",
                "application/json; charset",
                "application/json; =b",
                "application/json; q=\"",
                "application/json; a=b; A=c",
                "application/json;;"
            })
    @DisplayName("is none when it does not keep to its form")
    void malformed(String header) {
        assertThat(MediaType.parse(header)).isEmpty();
    }
}
