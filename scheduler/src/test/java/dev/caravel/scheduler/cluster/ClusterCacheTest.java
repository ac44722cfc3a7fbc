package dev.caravel.scheduler.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.scheduler.Fixtures;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClusterCacheTest {
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Fixtures fixtures = new Fixtures();
    private final ClusterCache cache = fixtures.cache;

    private PodInfo pod(String name, String node) {
        return fixtures.info(Fixtures.pod(name, "cpu", "1")).assignedTo(node);
    }

    private void addNode(String name, String... labels) {
        cache.putNode(fixtures.facts(Fixtures.node(name, labels)));
    }

    private long usedCpu(String node) {
        return cache.snapshot().node(node).orElseThrow().requested().get(ResourceNames.CPU);
    }

    @Test
    @DisplayName("A snapshot does not change with the cache")
    void snapshotIsImmutable() {
        addNode("n1");
        ClusterSnapshot before = cache.snapshot();

        cache.putPod(pod("a", "n1"));

        assertThat(before.node("n1").orElseThrow().pods()).isEmpty();
        assertThat(cache.snapshot().node("n1").orElseThrow().pods()).hasSize(1);
    }

    @Test
    @DisplayName("A snapshot shares with the last one the nodes that did not change")
    void snapshotSharesUnchangedNodes() {
        addNode("n1");
        addNode("n2");
        ClusterSnapshot before = cache.snapshot();

        cache.putPod(pod("a", "n1"));
        ClusterSnapshot after = cache.snapshot();

        assertThat(after.node("n2").orElseThrow()).isSameAs(before.node("n2").orElseThrow());
        assertThat(cache.snapshot()).isSameAs(after);
    }

    @Test
    @DisplayName("Nodes of different zones take turns")
    void zonesTakeTurns() {
        addNode("n1", ZONE, "a");
        addNode("n2", ZONE, "a");
        addNode("n3", ZONE, "a");
        addNode("n4", ZONE, "b");
        addNode("n5");

        assertThat(cache.snapshot().nodes()).extracting(NodeInfo::name).containsExactly("n5", "n1", "n4", "n2", "n3");
    }

    @Test
    @DisplayName("An assumed pod takes room until it is forgotten")
    void assumedPodTakesRoom() {
        addNode("n1");
        PodInfo pod = pod("a", "n1");

        cache.assume(pod);
        assertThat(usedCpu("n1")).isEqualTo(1000);
        assertThat(cache.isAssumed(pod.uid())).isTrue();

        assertThat(cache.forget(pod.uid())).isTrue();
        assertThat(usedCpu("n1")).isZero();
    }

    @Test
    @DisplayName("What the API says overrules an assumption: the pod counts once, and where it is")
    void confirmationOverrules() {
        addNode("n1");
        addNode("n2");
        cache.assume(pod("a", "n1"));

        cache.putPod(pod("a", "n2"));

        assertThat(usedCpu("n1")).isZero();
        assertThat(usedCpu("n2")).isEqualTo(1000);
        assertThat(cache.forget("uid-a")).isFalse();
        assertThat(cache.sizes()).isEqualTo(new ClusterCache.Sizes(2, 1, 0));
    }

    @Test
    @DisplayName("A pod cannot be assumed twice")
    void noSecondAssumption() {
        addNode("n1");
        cache.assume(pod("a", "n1"));

        assertThatThrownBy(() -> cache.assume(pod("a", "n1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("Pods that are seen before their node count once it appears, and outlive its removal")
    void podsBeforeAndAfterTheirNode() {
        cache.putPod(pod("a", "n1"));
        assertThat(cache.snapshot().nodes()).isEmpty();

        addNode("n1");
        assertThat(usedCpu("n1")).isEqualTo(1000);

        cache.removeNode("n1");
        assertThat(cache.snapshot().nodes()).isEmpty();

        addNode("n1");
        assertThat(usedCpu("n1")).isEqualTo(1000);

        cache.removePod("uid-a");
        assertThat(usedCpu("n1")).isZero();
    }

    @Test
    @DisplayName("Images are counted by the nodes that have them")
    void countsImages() {
        var node = Fixtures.node("n1")
                .editStatus()
                .addNewImage()
                .withNames("app:1")
                .withSizeBytes(5L)
                .endImage()
                .endStatus();
        cache.putNode(fixtures.facts(node));
        cache.putNode(fixtures.facts(node));
        assertThat(cache.snapshot().nodesWithImage("app:1")).isEqualTo(1);

        cache.removeNode("n1");
        assertThat(cache.snapshot().nodesWithImage("app:1")).isZero();
    }
}
