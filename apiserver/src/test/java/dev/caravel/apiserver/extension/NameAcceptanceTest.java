package dev.caravel.apiserver.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.extension.CrdConditions.Condition;
import dev.caravel.apiserver.extension.NameAcceptance.Decision;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The names of a CustomResourceDefinition")
class NameAcceptanceTest {
    /** @param names without quotes around the values */
    private static ObjectNode crd(String name, String group, String names) {
        return Json.object("{metadata: {name: '%s'}, spec: {group: '%s', names: %s}}"
                .formatted(name, group, names.replaceAll("(?<=[:\\[] ?)(\\w+)(?=[,}\\]])", "'$1'")));
    }

    private static ObjectNode granted(String name, String group, String names) {
        ObjectNode crd = crd(name, group, names);
        crd.withObject("/status").set("acceptedNames", crd.at("/spec/names"));
        return crd;
    }

    @Test
    @DisplayName("are granted when nobody has them")
    void free() {
        ObjectNode crd =
                crd("foos.a", "a", "{plural: foos, singular: foo, kind: Foo, listKind: FooList, shortNames: [f]}");

        Decision decision = new NameAcceptance(crd, List.of(crd)).decide(crd);

        assertThat(decision.accepted()).isEqualTo(crd.at("/spec/names"));
        assertThat(decision.condition())
                .isEqualTo(new Condition("NamesAccepted", "True", "NoConflicts", "no conflicts found"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @DisplayName("are refused one by one when another definition of the group has them")
    @CsvSource(
            delimiter = '|',
            value = {
                "{plural: foos, singular: x, kind: X, listKind: XList} | PluralConflict | \"foos\" is already in use",
                "{plural: xs, singular: foo, kind: X, listKind: XList} | SingularConflict | \"foo\" is already in use",
                "{plural: xs, singular: x, kind: X, listKind: XList, shortNames: [f]} | ShortNamesConflict | \"f\" is already in use",
                "{plural: xs, singular: x, kind: Foo, listKind: XList} | KindConflict | \"Foo\" is already in use",
                "{plural: xs, singular: x, kind: X, listKind: FooList} | ListKindConflict | \"FooList\" is already in use"
            })
    void conflict(String names, String reason, String message) {
        ObjectNode present =
                granted("foos.a", "a", "{plural: foos, singular: foo, kind: Foo, listKind: FooList, shortNames: [f]}");
        ObjectNode crd = crd("xs.a", "a", names);

        Decision decision = new NameAcceptance(crd, List.of(present, crd)).decide(crd);

        assertThat(decision.condition()).isEqualTo(new Condition("NamesAccepted", "False", reason, message));
    }

    @Test
    @DisplayName("do not conflict with those of another group")
    void otherGroup() {
        ObjectNode present = granted("foos.a", "a", "{plural: foos, singular: foo, kind: Foo, listKind: FooList}");
        ObjectNode crd = crd("foos.b", "b", "{plural: foos, singular: foo, kind: Foo, listKind: FooList}");

        assertThat(new NameAcceptance(crd, List.of(present))
                        .decide(crd)
                        .condition()
                        .status())
                .isEqualTo("True");
    }
}
