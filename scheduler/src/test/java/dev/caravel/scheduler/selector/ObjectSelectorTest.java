package dev.caravel.scheduler.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectSelectorTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front");

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @DisplayName("On an object with app=web and tier=front")
    @CsvSource({
        "app, In, web db, true",
        "app, In, db, false",
        "nope, In, web, false",
        "app, NotIn, db, true",
        "app, NotIn, web, false",
        "nope, NotIn, web, true",
        "app, Exists, '', true",
        "nope, Exists, '', false",
        "app, DoesNotExist, '', false",
        "nope, DoesNotExist, '', true",
    })
    void expressions(String key, String operator, String values, boolean expected) {
        LabelSelector selector = new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values.isEmpty() ? List.of() : List.of(values.split(" ")))
                .endMatchExpression()
                .build();

        assertThat(ObjectSelector.of(selector).matches(LABELS)).isEqualTo(expected);
    }

    @Test
    @DisplayName("No selector selects nothing, an empty one everything, and both parts of one must hold")
    void absentEmptyAndBoth() {
        assertThat(ObjectSelector.of(null).matches(LABELS)).isFalse();
        assertThat(ObjectSelector.of(new LabelSelector()).matches(LABELS)).isTrue();
        assertThat(ObjectSelector.ofLabels(Map.of("app", "web", "tier", "back")).matches(LABELS))
                .isFalse();
        assertThat(ObjectSelector.ofLabels(Map.of("app", "web"))
                        .and(ObjectSelector.NOTHING)
                        .matches(LABELS))
                .isFalse();
    }
}
