package dev.caravel.apiserver.kinds.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.kinds.InMemoryObjects;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.status.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Evicting a pod")
class PodEvictionTest {
    private static final String READY = "{phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]}";

    private final InMemoryObjects objects = new InMemoryObjects();
    private final PodEviction eviction =
            new PodEviction(objects, objects, Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

    private void evict(String options, boolean dryRun) {
        Context context = new Context("default", "p", "eviction", UserInfo.of("alice"), dryRun);
        ObjectNode wanted = Json.object("{metadata: {name: 'p'}, deleteOptions: %s}".formatted(options));
        eviction.prepare(context, wanted);
        eviction.create(context, wanted);
    }

    private void storePod(String status) {
        objects.create(
                PodBehavior.PODS,
                "default",
                Json.object("{metadata: {name: 'p', labels: {app: 'web'}}, status: %s}".formatted(status)));
    }

    private void storeBudget(String name, String status) {
        objects.create(
                DisruptionBudget.BUDGETS,
                "default",
                Json.object(
                        "{metadata: {name: '%s', generation: 1}, spec: {selector: {matchLabels: {app: 'web'}}}, status: %s}"
                                .formatted(name, status)));
    }

    private ObjectNode budget() {
        return objects.get(DisruptionBudget.BUDGETS, "default", "b").orElseThrow();
    }

    @Test
    @DisplayName("that no budget guards just deletes it")
    void unguarded() {
        storePod(READY);

        evict("{gracePeriodSeconds: 3}", false);

        assertThat(objects.deletions).containsExactly(Json.object("{gracePeriodSeconds: 3}"));
    }

    @Test
    @DisplayName("counts as a disruption of its budget")
    void guarded() {
        storePod(READY);
        storeBudget("b", "{observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1}");

        evict("{}", false);

        assertThat(objects.deletions).hasSize(1);
        assertThat(Json.reread(budget().path("status")))
                .isEqualTo(Json.object(
                        "{observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 1,"
                                + " conditions: [{type: 'DisruptionAllowed', lastTransitionTime: '2026-01-02T03:04:05Z', status: 'False',"
                                + " reason: 'InsufficientPods', message: '', observedGeneration: 1}],"
                                + " disruptedPods: {p: '2026-01-02T03:04:05Z'}}"));
    }

    @DisplayName("is refused while the budget does not allow it")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1} | 0  | The disruption budget b needs 1 healthy pods and has 1 currently",
                "{observedGeneration: 0, disruptionsAllowed: 1}                                       | 10 | The disruption budget b is still being processed by the server.",
                "{observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 1} | 0  | The disruption budget b does not allow evicting pods currently",
                "{observedGeneration: 1, disruptionsAllowed: 0, conditions: [{type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'no'}]} | 0 | The disruption budget b does not allow evicting pods currently because it failed sync: no",
            })
    void refused(String status, int retryAfter, String cause) {
        storePod(READY);
        storeBudget("b", status);

        assertThatThrownBy(() -> evict("{}", false)).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e).hasMessage("Cannot evict pod as it would violate the pod's disruption budget.");
            assertThat(e.status().code()).isEqualTo(429);
            assertThat(e.status().reason()).isEqualTo("TooManyRequests");
            var details = e.status().details().orElseThrow();
            assertThat(details.retryAfterSeconds()).isEqualTo(retryAfter);
            assertThat(details.causes()).singleElement().satisfies(found -> {
                assertThat(found.reason()).isEqualTo("DisruptionBudget");
                assertThat(found.message()).isEqualTo(cause);
            });
        });
        assertThat(objects.deletions).isEmpty();
    }

    @Test
    @DisplayName("is refused when several budgets guard it")
    void severalBudgets() {
        storePod(READY);
        storeBudget("b", "{observedGeneration: 1, disruptionsAllowed: 1}");
        storeBudget("c", "{observedGeneration: 1, disruptionsAllowed: 1}");

        assertThatThrownBy(() -> evict("{}", false)).hasMessageContaining("more than one PodDisruptionBudget");
    }

    @DisplayName("asks no budget for what serves nobody")
    @ParameterizedTest
    @CsvSource({"Pending", "Succeeded", "Failed"})
    void notServing(String phase) {
        storePod("{phase: '%s'}".formatted(phase));
        storeBudget("b", "{observedGeneration: 1, disruptionsAllowed: 0}");

        evict("{}", false);

        assertThat(objects.deletions).hasSize(1);
        assertThat(objects.deletions.getFirst().path("preconditions").has("resourceVersion"))
                .isEqualTo(phase.equals("Pending"));
    }

    @Test
    @DisplayName("lets a pod that is not ready go while the others are enough")
    void unready() {
        storePod("{phase: 'Running'}");
        storeBudget("b", "{observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2}");

        evict("{}", false);

        assertThat(objects.deletions).hasSize(1);
        assertThat(budget().at("/status").has("disruptedPods")).isFalse();
    }

    @Test
    @DisplayName("only looks in a dry run")
    void dryRun() {
        storePod(READY);
        storeBudget("b", "{observedGeneration: 1, disruptionsAllowed: 1}");

        evict("{}", true);

        assertThat(objects.deletions).containsExactly(Json.object("{dryRun: ['All']}"));
        assertThat(budget().at("/status/disruptionsAllowed").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("respects the preconditions it is given")
    void preconditions() {
        storePod(READY);

        assertThatThrownBy(() -> evict("{preconditions: {uid: 'other'}}", false))
                .hasMessage(
                        "Operation cannot be fulfilled on Pod \"p\": the UID in the precondition (other) does not match the UID in record ()."
                                + " The object might have been deleted and then recreated");
    }
}
