package dev.caravel.scheduler.plugins.resources;

import static dev.caravel.scheduler.Fixtures.node;
import static dev.caravel.scheduler.Fixtures.pod;
import static dev.caravel.scheduler.Fixtures.quantities;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.Code;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.EventAction;
import dev.caravel.scheduler.framework.Status;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeResourcesFitTest {
    private final Fixtures fixtures = new Fixtures();
    private final NodeResourcesFit plugin = plugin(IgnoredResources.NONE);

    private NodeResourcesFit plugin(IgnoredResources ignored) {
        return new NodeResourcesFit(
                fixtures.cache.resourceNames(),
                new ScoringStrategy.LeastAllocated(WeightedResource.CPU_AND_MEMORY),
                ignored);
    }

    private Status filter(PodInfo pod, NodeInfo node) {
        return plugin.filter(new CycleState(), pod, node);
    }

    @ParameterizedTest(name = "{0} cpu, {1} memory: {2} {3}")
    @DisplayName("On a node of 4 CPUs and 8Gi where 3 CPUs and 6Gi are taken")
    @CsvSource({
        "1, 2Gi, SUCCESS, ''",
        "0, 0, SUCCESS, ''",
        "1001m, 2Gi, UNSCHEDULABLE, Insufficient cpu",
        "1, 3Gi, UNSCHEDULABLE, Insufficient memory",
        "2, 3Gi, UNSCHEDULABLE, 'Insufficient cpu, Insufficient memory'",
        "5, 1Gi, UNSCHEDULABLE_AND_UNRESOLVABLE, Insufficient cpu",
        "5, 3Gi, UNSCHEDULABLE_AND_UNRESOLVABLE, 'Insufficient cpu, Insufficient memory'",
    })
    void comparesWithWhatIsLeft(String cpu, String memory, Code code, String message) {
        NodeInfo node = fixtures.info(node("n"), fixtures.info(pod("other", "cpu", "3", "memory", "6Gi")));

        Status status = filter(fixtures.info(pod("p", "cpu", cpu, "memory", memory)), node);

        assertThat(status.code()).isEqualTo(code);
        assertThat(status.message()).isEqualTo(message);
    }

    @Test
    @DisplayName("A node takes no more pods than it allows, even ones that ask for nothing")
    void limitsPods() {
        NodeInfo node = fixtures.info(
                node("n").editStatus().withAllocatable(quantities("pods", "1")).endStatus(),
                fixtures.info(pod("other")));

        Status status = filter(fixtures.info(pod("p")), node);

        assertThat(status.reasons()).containsExactly("Too many pods");
        assertThat(status.code()).isEqualTo(Code.UNSCHEDULABLE);
    }

    @Test
    @DisplayName("Extended resources must be there, unless they are left to others")
    void extendedResources() {
        PodInfo pod = fixtures.info(pod("p", "example.com/gpu", "1"));
        NodeInfo node = fixtures.info(node("n"));

        assertThat(filter(pod, node).reasons()).containsExactly("Insufficient example.com/gpu");
        assertThat(plugin(new IgnoredResources(Set.of("example.com/gpu"), Set.of()))
                        .filter(new CycleState(), pod, node))
                .isEqualTo(Status.SUCCESS);
        assertThat(plugin(new IgnoredResources(Set.of(), Set.of("example.com"))).filter(new CycleState(), pod, node))
                .isEqualTo(Status.SUCCESS);
    }

    private boolean hints(EventAction action, PodInfo pod, Change change) {
        return plugin.queueingHints().stream()
                .filter(hint -> hint.actions().contains(action))
                .filter(hint -> (change instanceof Change.OfNode)
                        == hint.resource().name().equals("NODE"))
                .anyMatch(hint -> hint.mayHelp().test(pod, change));
    }

    @Test
    @DisplayName("Worth another try: a pod leaves its node, a node appears that is large enough, a node grows")
    void queueingHints() {
        PodInfo pod = fixtures.info(pod("p", "cpu", "2"));
        PodInfo other = fixtures.info(pod("other", "cpu", "1"));
        var large = fixtures.facts(node("n"));
        var small = fixtures.facts(node("n")
                .editStatus()
                .withAllocatable(quantities("cpu", "1", "pods", "10"))
                .endStatus());

        assertThat(hints(EventAction.DELETE, pod, Change.pod(other.assignedTo("n"), null)))
                .isTrue();
        assertThat(hints(EventAction.DELETE, pod, Change.pod(other, null))).isFalse();
        assertThat(hints(EventAction.ADD, pod, Change.node(null, large))).isTrue();
        assertThat(hints(EventAction.ADD, pod, Change.node(null, small))).isFalse();
        assertThat(hints(EventAction.UPDATE_NODE_ALLOCATABLE, pod, Change.node(small, large)))
                .isTrue();
        assertThat(hints(EventAction.UPDATE_NODE_ALLOCATABLE, pod, Change.node(large, large)))
                .isFalse();
    }

    @Test
    @DisplayName("Worth another try: another pod was scaled down in a resource that this one asks for")
    void queueingHintOnScaleDown() {
        PodInfo pod = fixtures.info(pod("p", "cpu", "2"));
        PodInfo before =
                fixtures.info(pod("other", "cpu", "2", "memory", "2Gi")).assignedTo("n");
        PodInfo lessCpu =
                fixtures.info(pod("other", "cpu", "1", "memory", "2Gi")).assignedTo("n");
        PodInfo lessMemory =
                fixtures.info(pod("other", "cpu", "2", "memory", "1Gi")).assignedTo("n");

        assertThat(hints(EventAction.UPDATE_POD_SCALE_DOWN, pod, Change.pod(before, lessCpu)))
                .isTrue();
        assertThat(hints(EventAction.UPDATE_POD_SCALE_DOWN, pod, Change.pod(before, lessMemory)))
                .isFalse();
    }
}
