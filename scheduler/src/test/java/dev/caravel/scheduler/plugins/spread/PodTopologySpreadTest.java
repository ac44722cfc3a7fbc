package dev.caravel.scheduler.plugins.spread;

import static dev.caravel.scheduler.Fixtures.map;
import static dev.caravel.scheduler.Fixtures.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.PreFilterResult;
import dev.caravel.scheduler.framework.Status;
import dev.caravel.scheduler.selector.ObjectSelector;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodTopologySpreadTest {
    private static final String HOST = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Fixtures fixtures = new Fixtures();
    private final PodTopologySpread plugin = plugin(Optional.empty());

    private PodTopologySpread plugin(Optional<ObjectSelector> likes) {
        return new PodTopologySpread(fixtures.cache.symbols(), SpreadDefaults.system(pod -> likes));
    }

    @BeforeEach
    void addNodes() {
        add("a1", "a");
        add("a2", "a");
        add("b1", "b");
        fixtures.cache.putNode(fixtures.facts(node("bare", HOST, "bare")));
    }

    private void add(String name, String zone) {
        fixtures.cache.putNode(fixtures.facts(node(name, HOST, name, ZONE, zone)));
    }

    private void run(String node, int... numbers) {
        for (int number : numbers) {
            fixtures.cache.putPod(
                    fixtures.info(web("on-" + node + "-" + number)).assignedTo(node));
        }
    }

    private static PodBuilder web(String name) {
        return Fixtures.pod(name).editMetadata().withLabels(map("app", "web")).endMetadata();
    }

    private static TopologySpreadConstraint over(String key, String unsatisfiable) {
        return new TopologySpreadConstraintBuilder()
                .withTopologyKey(key)
                .withMaxSkew(1)
                .withWhenUnsatisfiable(unsatisfiable)
                .withNewLabelSelector()
                .addToMatchLabels("app", "web")
                .endLabelSelector()
                .build();
    }

    private PodInfo spread(TopologySpreadConstraint... constraints) {
        return fixtures.info(
                web("p").editSpec().withTopologySpreadConstraints(constraints).endSpec());
    }

    private Status filter(PodInfo pod, String node) {
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        CycleState state = new CycleState();
        assertThat(plugin.preFilter(state, pod, snapshot).status().isSuccess()).isTrue();
        return plugin.filter(state, pod, snapshot.node(node).orElseThrow());
    }

    @Test
    @DisplayName("A zone may have at most maxSkew pods more than the zone with the fewest")
    void zones() {
        run("a1", 1);
        PodInfo pod = spread(over(ZONE, "DoNotSchedule"));

        assertThat(filter(pod, "a2").message()).isEqualTo("node(s) didn't match pod topology spread constraints");
        assertThat(filter(pod, "b1").isSuccess()).isTrue();
        assertThat(filter(pod, "bare").message())
                .isEqualTo("node(s) didn't match pod topology spread constraints (missing required label)");
    }

    @Test
    @DisplayName("While there are fewer zones than minDomains, the smallest count is taken to be 0")
    void minDomains() {
        run("a1", 1);
        run("b1", 1);
        TopologySpreadConstraint three = new TopologySpreadConstraintBuilder(over(ZONE, "DoNotSchedule"))
                .withMinDomains(3)
                .build();

        assertThat(filter(spread(over(ZONE, "DoNotSchedule")), "b1").isSuccess())
                .isTrue();
        assertThat(filter(spread(three), "b1").isSuccess()).isFalse();
    }

    @Test
    @DisplayName("Nodes that the pod's nodeSelector rules out do not count, unless the constraint says so")
    void inclusionPolicy() {
        run("a1", 1);
        TopologySpreadConstraint ignoring = new TopologySpreadConstraintBuilder(over(ZONE, "DoNotSchedule"))
                .withNodeAffinityPolicy("Ignore")
                .build();

        PodInfo honors = fixtures.info(web("p").editSpec()
                .withNodeSelector(map(ZONE, "a"))
                .withTopologySpreadConstraints(over(ZONE, "DoNotSchedule"))
                .endSpec());
        PodInfo ignores = fixtures.info(web("p").editSpec()
                .withNodeSelector(map(ZONE, "a"))
                .withTopologySpreadConstraints(ignoring)
                .endSpec());

        assertThat(filter(honors, "a1").isSuccess()).isTrue();
        assertThat(filter(ignores, "a1").isSuccess()).isFalse();
    }

    @Test
    @DisplayName("matchLabelKeys narrow the pods down to those with the same value")
    void matchLabelKeys() {
        run("a1", 1);
        TopologySpreadConstraint sameVersion = new TopologySpreadConstraintBuilder(over(ZONE, "DoNotSchedule"))
                .withMatchLabelKeys("version")
                .build();
        PodInfo pod = fixtures.info(web("p").editMetadata()
                .addToLabels("version", "2")
                .endMetadata()
                .editSpec()
                .withTopologySpreadConstraints(sameVersion)
                .endSpec());

        assertThat(filter(pod, "a1").isSuccess()).isTrue();
    }

    @Test
    @DisplayName("In a trial, pods that leave or come are counted")
    void recounts() {
        run("a1", 1);
        PodInfo pod = spread(over(ZONE, "DoNotSchedule"));
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        CycleState state = new CycleState();
        plugin.preFilter(state, pod, snapshot);
        NodeInfo node = snapshot.node("a1").orElseThrow();
        CycleState trial = state.copy();

        plugin.recount(trial, pod, node.pods().getFirst(), node.facts(), -1);

        assertThat(plugin.filter(trial, pod, node).isSuccess()).isTrue();
        assertThat(plugin.filter(state, pod, node).isSuccess()).isFalse();
    }

    private long[] scores(PodTopologySpread plugin, PodInfo pod, String... nodes) {
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        List<NodeInfo> infos = List.of(nodes).stream()
                .map(name -> snapshot.node(name).orElseThrow())
                .toList();
        CycleState state = new CycleState();
        assertThat(plugin.preScore(state, pod, infos, snapshot).isSuccess()).isTrue();
        long[] scores = infos.stream()
                .mapToLong(info -> plugin.score(state, pod, info, snapshot))
                .toArray();
        plugin.normalize(state, pod, scores);
        return scores;
    }

    @Test
    @DisplayName("A soft constraint ranks emptier zones first; nodes without the label come last")
    void softConstraint() {
        run("a1", IntStream.range(0, 4).toArray());
        run("b1", 1);

        long[] scores = scores(plugin, spread(over(ZONE, "ScheduleAnyway")), "a1", "a2", "b1", "bare");

        assertThat(scores[0]).isEqualTo(scores[1]).isLessThan(scores[2]);
        assertThat(scores[2]).isEqualTo(100);
        assertThat(scores[3]).isZero();
    }

    @Test
    @DisplayName("Pods that state nothing are spread mildly over hosts and zones among their likes")
    void systemDefaults() {
        run("a1", 1, 2, 3);
        PodInfo pod = fixtures.info(web("p"));
        PodTopologySpread withLikes = plugin(Optional.of(ObjectSelector.ofLabels(map("app", "web"))));

        long[] scores = scores(withLikes, pod, "a1", "a2", "b1");

        assertThat(scores[0]).isLessThan(scores[1]);
        assertThat(scores[1]).isLessThan(scores[2]);
        assertThat(withLikes.preFilter(new CycleState(), pod, fixtures.cache.snapshot()))
                .isEqualTo(PreFilterResult.SKIP);
    }

    @Test
    @DisplayName("A pod without likes is none of the plugin's business")
    void skips() {
        assertThat(plugin.preScore(new CycleState(), fixtures.info(web("p")), List.of(), fixtures.cache.snapshot())
                        .isSkip())
                .isTrue();
    }

    @Test
    @DisplayName("Worth another try: a pod of the kind comes or goes, a node with the label does")
    void queueingHints() {
        PodInfo pod = spread(over(ZONE, "DoNotSchedule"));
        PodInfo like = fixtures.info(web("other")).assignedTo("a1");
        PodInfo unlike = fixtures.info(Fixtures.pod("unlike")).assignedTo("a1");
        var onPod = plugin.queueingHints().getFirst().mayHelp();
        var onNode = plugin.queueingHints().getLast().mayHelp();

        assertThat(onPod.test(pod, Change.pod(like, null))).isTrue();
        assertThat(onPod.test(pod, Change.pod(unlike, null))).isFalse();
        assertThat(onPod.test(pod, Change.pod(null, like))).isTrue();
        assertThat(onNode.test(pod, Change.node(null, fixtures.facts(node("c1", ZONE, "c")))))
                .isTrue();
        assertThat(onNode.test(pod, Change.node(null, fixtures.facts(node("c1")))))
                .isFalse();
    }
}
