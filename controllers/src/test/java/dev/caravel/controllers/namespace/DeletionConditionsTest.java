package dev.caravel.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceCondition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The conditions of a namespace that is being deleted")
class DeletionConditionsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    @Test
    @DisplayName("name what remains, by resource and group, and by finalizer")
    void remaining() {
        var left = leftover(Map.of("pods", 1, "deployments.apps", 2), Map.of("example.com/hold", 1));

        List<NamespaceCondition> conditions = DeletionConditions.of(left, List.of(), NOW);

        assertThat(message(conditions, "NamespaceContentRemaining"))
                .isEqualTo("Some resources are remaining: deployments.apps has 2 resource instances,"
                        + " pods. has 1 resource instances");
        assertThat(message(conditions, "NamespaceFinalizersRemaining"))
                .isEqualTo("Some content in the namespace has finalizers remaining:"
                        + " example.com/hold in 1 resource instances");
    }

    @Test
    @DisplayName("all say that it went well when nothing is left")
    void nothing() {
        List<NamespaceCondition> conditions = DeletionConditions.of(leftover(Map.of(), Map.of()), List.of(), NOW);

        assertThat(conditions).hasSize(5).allSatisfy(condition -> assertThat(condition.getStatus())
                .isEqualTo("False"));
        assertThat(message(conditions, "NamespaceDeletionContentFailure"))
                .isEqualTo("All content successfully deleted, may be waiting on finalization");
    }

    @Test
    @DisplayName("keep the time of the last change of status when only the words change")
    void transition() {
        List<NamespaceCondition> first = DeletionConditions.of(leftover(Map.of("pods", 2), Map.of()), List.of(), NOW);
        List<NamespaceCondition> second = DeletionConditions.of(leftover(Map.of("pods", 1), Map.of()), first, LATER);

        assertThat(message(second, "NamespaceContentRemaining")).contains("pods. has 1 ");
        assertThat(second).allSatisfy(condition -> assertThat(condition.getLastTransitionTime())
                .isEqualTo(NOW.toString()));
    }

    private static NamespaceContents.Leftover leftover(
            Map<String, Integer> remaining, Map<String, Integer> finalizers) {
        return new NamespaceContents.Leftover(Map.of(), Map.of(), remaining, finalizers, 0);
    }

    private static String message(List<NamespaceCondition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow()
                .getMessage();
    }
}
