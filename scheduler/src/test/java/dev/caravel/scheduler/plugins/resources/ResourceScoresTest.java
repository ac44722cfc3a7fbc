package dev.caravel.scheduler.plugins.resources;

import static dev.caravel.scheduler.Fixtures.node;
import static dev.caravel.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.Status;
import dev.caravel.scheduler.plugins.resources.ScoringStrategy.RequestedToCapacityRatio;
import dev.caravel.scheduler.plugins.resources.ScoringStrategy.RequestedToCapacityRatio.Point;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceScoresTest {
    private static final List<WeightedResource> RESOURCES = WeightedResource.CPU_AND_MEMORY;

    private final Fixtures fixtures = new Fixtures();

    private long score(ScoringStrategy strategy, String cpu, String memory) {
        NodeInfo node = fixtures.info(node("n"), fixtures.info(pod("other", "cpu", "1", "memory", "2Gi")));
        PodInfo pod = fixtures.info(pod("p", "cpu", cpu, "memory", memory));
        return new NodeResourcesFit(fixtures.cache.resourceNames(), strategy, IgnoredResources.NONE)
                .score(new CycleState(), pod, node, fixtures.cache.snapshot());
    }

    @ParameterizedTest(name = "{0} cpu, {1}: {2} free, {3} full")
    @DisplayName("LeastAllocated is the mean free percentage, MostAllocated the mean used one")
    @CsvSource({"1, 2Gi, 50, 50", "3, 6Gi, 0, 100", "1, 4Gi, 37, 62", "4, 2Gi, 25, 75"})
    void freeAndFull(String cpu, String memory, long least, long most) {
        assertThat(score(new ScoringStrategy.LeastAllocated(RESOURCES), cpu, memory))
                .isEqualTo(least);
        assertThat(score(new ScoringStrategy.MostAllocated(RESOURCES), cpu, memory))
                .isEqualTo(most);
    }

    @ParameterizedTest(name = "{0} cpu, {1}: {2}")
    @DisplayName("RequestedToCapacityRatio goes along the points of its shape")
    @CsvSource({"1, 2Gi, 50", "3, 6Gi, 100", "2, 4Gi, 75"})
    void alongShape(String cpu, String memory, long expected) {
        var strategy = new RequestedToCapacityRatio(RESOURCES, List.of(new Point(0, 0), new Point(100, 10)));

        assertThat(score(strategy, cpu, memory)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} cpu, {1}: {2}")
    @DisplayName("Balanced allocation: 75 when the balance stays, more when it improves, less when it suffers")
    @CsvSource({"2, 0, 62", "1, 2Gi, 75", "0, 4Gi, 62"})
    void balanced(String cpu, String memory, long expected) {
        NodeInfo node = fixtures.info(node("n"), fixtures.info(pod("other", "cpu", "1", "memory", "2Gi")));
        PodInfo pod = fixtures.info(pod("p", "cpu", cpu, "memory", memory));

        assertThat(new NodeResourcesBalancedAllocation(RESOURCES)
                        .score(new CycleState(), pod, node, fixtures.cache.snapshot()))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("Balanced allocation has no say about pods that ask for nothing")
    void bestEffortIsSkipped() {
        Status status = new NodeResourcesBalancedAllocation(RESOURCES)
                .preScore(new CycleState(), fixtures.info(pod("p")), List.of(), fixtures.cache.snapshot());

        assertThat(status.isSkip()).isTrue();
    }
}
