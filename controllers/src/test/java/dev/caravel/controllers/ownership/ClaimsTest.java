package dev.caravel.controllers.ownership;

import static dev.caravel.controllers.pods.PodFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An owner's claims")
class ClaimsTest {
    private final LabelSelector selector =
            new LabelSelectorBuilder().addToMatchLabels("app", "web").build();
    private final Pod kept = pod("kept").build();
    private final Pod relabeled =
            pod("relabeled").labels(Map.of("app", "other")).build();
    private final Pod orphan = pod("orphan").build();
    private final Pod strange = pod("strange").labels(Map.of()).build();
    private final Pod dying = pod("dying").terminating().build();

    @Test
    @DisplayName("keep what is selected, release what no longer is, adopt orphans that live")
    void claims() {
        Claims<Pod> claims = claims(false);

        assertThat(claims.owned()).containsExactly(kept);
        assertThat(claims.release()).containsExactly(relabeled);
        assertThat(claims.adopt()).containsExactly(orphan);
    }

    @Test
    @DisplayName("change nothing once the owner is being deleted")
    void deletedOwner() {
        Claims<Pod> claims = claims(true);

        assertThat(claims.owned()).containsExactly(kept);
        assertThat(claims.release()).isEmpty();
        assertThat(claims.adopt()).isEmpty();
    }

    private Claims<Pod> claims(boolean ownerDeleted) {
        return Claims.of(
                new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withDeletionTimestamp(ownerDeleted ? "2026-01-01T00:00:00Z" : null)
                        .endMetadata()
                        .build(),
                pod -> LabelMatch.matches(selector, pod),
                List.of(kept, relabeled),
                List.of(orphan, strange, dying));
    }

    @ParameterizedTest(name = "{0} {1} against {2}: {3}")
    @CsvSource({
        "In, a|b, a, true",
        "In, a|b, c, false",
        "In, a|b, , false",
        "NotIn, a|b, c, true",
        "NotIn, a|b, a, false",
        "NotIn, a|b, , true",
        "Exists, , a, true",
        "Exists, , , false",
        "DoesNotExist, , , true",
        "DoesNotExist, , a, false"
    })
    @DisplayName("select by expressions")
    void expressions(String operator, String values, String label, boolean matches) {
        LabelSelector expression = new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey("tier")
                .withOperator(operator)
                .withValues(values == null ? List.of() : List.of(values.split("\\|")))
                .endMatchExpression()
                .build();

        assertThat(LabelMatch.matches(expression, label == null ? Map.of() : Map.of("tier", label)))
                .isEqualTo(matches);
    }
}
