package dev.caravel.machinery.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Selectors")
class SelectorsTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "a", "n", "7", "e", "");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    app=web                       | true
                    app == web                    | true
                    app=db                        | false
                    app!=db                       | true
                    missing!=x                    | true
                    app in (web, db),tier=a       | true
                    app notin (web,db)            | false
                    missing notin (web)           | true
                    app                           | true
                    !app                          | false
                    !missing,app                  | true
                    n>6                           | true
                    n<7                           | false
                    app>1                         | false
                    e=                            | true
                    e in (,x)                     | true
                    example.com/x                 | false
                    """)
    @DisplayName("match labels")
    void labels(String selector, boolean expected) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"app=web,", "=web", "app=a=b", "app in web", "app in (a", "a b", "n>x", "-app", "app=-x", "a/b/c"
            })
    @DisplayName("that make no sense are refused")
    void invalidLabels(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    spec.nodeName=n1                     | true
                    spec.nodeName==n1,status.phase!=Done | true
                    spec.nodeName!=n1                    | false
                    metadata.name=a\\,b                  | true
                    other=                               | true
                    """)
    @DisplayName("match fields, those that are absent as empty")
    void fields(String selector, boolean expected) {
        Map<String, String> fields = Map.of("spec.nodeName", "n1", "metadata.name", "a,b");

        assertThat(FieldSelector.parse(selector).matches(field -> fields.getOrDefault(field, "")))
                .isEqualTo(expected);
    }
}
