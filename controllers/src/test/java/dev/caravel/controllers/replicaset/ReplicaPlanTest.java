package dev.caravel.controllers.replicaset;

import static dev.caravel.controllers.pods.PodFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A ReplicaSet's plan")
class ReplicaPlanTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(20));
    private static final Instant JUST_NOW = NOW.minus(Duration.ofSeconds(5));

    @ParameterizedTest(name = "{1} of {0}: create {2}, delete {3}")
    @CsvSource({"3, 0, 3, 0", "3, 3, 0, 0", "1, 4, 0, 3", "0, 2, 0, 2", "2000, 0, 500, 0", "0, 600, 0, 500"})
    @DisplayName("makes up the difference, 500 at a time")
    void difference(int wanted, int active, int create, int delete) {
        List<Pod> pods =
                IntStream.range(0, active).mapToObj(i -> pod("p" + i).build()).toList();

        ReplicaPlan plan = ReplicaPlan.of(
                wanted, pods, Comparator.comparing(pod -> pod.getMetadata().getName()));

        assertThat(plan.create()).isEqualTo(create);
        assertThat(plan.delete()).hasSize(delete);
    }

    static Stream<Arguments> rankings() {
        return Stream.of(
                Arguments.of(
                        "a pod without a node before one with",
                        pod("first"),
                        pod("second").node("n1").phase("Pending")),
                Arguments.of(
                        "a pending pod before a running one",
                        pod("first").node("n1").phase("Pending"),
                        pod("second").node("n1")),
                Arguments.of(
                        "one that is not ready before one that is",
                        pod("first").node("n1"),
                        pod("second").node("n1").ready(LONG_AGO)),
                Arguments.of(
                        "the cheaper before the dearer",
                        pod("first")
                                .node("n1")
                                .ready(LONG_AGO)
                                .annotation("controller.kubernetes.io/pod-deletion-cost", "-1"),
                        pod("second").node("n1").ready(LONG_AGO)),
                Arguments.of(
                        "one on a crowded node before a lone one",
                        pod("first").node("crowded").ready(LONG_AGO),
                        pod("second").node("n1").ready(LONG_AGO)),
                Arguments.of(
                        "one that became ready lately before an old one",
                        pod("first").node("n1").ready(JUST_NOW),
                        pod("second").node("n1").ready(LONG_AGO)),
                Arguments.of(
                        "one that restarted often before one that did not",
                        pod("first").node("n1").ready(LONG_AGO).restarts(5),
                        pod("second").node("n1").ready(LONG_AGO).restarts(1)),
                Arguments.of(
                        "the younger before the older",
                        pod("first").node("n1").ready(LONG_AGO).created(JUST_NOW),
                        pod("second").node("n1").ready(LONG_AGO).created(LONG_AGO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rankings")
    @DisplayName("gives up first")
    void ranks(
            String what,
            dev.caravel.controllers.pods.PodFixture first,
            dev.caravel.controllers.pods.PodFixture second) {
        Comparator<Pod> order = new DeletionRanking(Map.of("crowded", 3L, "n1", 1L), NOW).order();

        assertThat(order.compare(first.build(), second.build())).as(what).isNegative();
        assertThat(order.compare(second.build(), first.build())).as(what).isPositive();
    }

    @Test
    @DisplayName("takes ages of the same order of magnitude as the same")
    void similarAges() {
        Comparator<Pod> order = new DeletionRanking(Map.of(), NOW).order();
        Pod a = pod("a").node("n").ready(NOW.minusSeconds(20 * 3600)).build();
        Pod b = pod("b").node("n").ready(NOW.minusSeconds(20 * 3600 + 60)).build();

        assertThat(order.compare(a, b)).as("by uid").isNegative();
    }
}
