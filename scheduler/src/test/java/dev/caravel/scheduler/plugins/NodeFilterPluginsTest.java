package dev.caravel.scheduler.plugins;

import static dev.caravel.scheduler.Fixtures.node;
import static dev.caravel.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.FilterPlugin;
import dev.caravel.scheduler.framework.PreFilterResult;
import dev.caravel.scheduler.framework.QueueingHint;
import dev.caravel.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NodeFilterPluginsTest {
    private final Fixtures fixtures = new Fixtures();

    private Status filter(FilterPlugin plugin, PodBuilder pod, NodeInfo node) {
        return plugin.filter(new CycleState(), fixtures.info(pod), node);
    }

    private static NodeBuilder tainted(String name, String effect) {
        return node(name).editSpec().addNewTaint(effect, "k", null, "v").endSpec();
    }

    private static PodBuilder tolerating(String effect) {
        return pod("p").editSpec()
                .addNewToleration()
                .withKey("k")
                .withOperator("Exists")
                .withEffect(effect)
                .endToleration()
                .endSpec();
    }

    private static PodBuilder withHostPort(String name, int port) {
        return pod(name)
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withHostPort(port)
                .withContainerPort(80)
                .endPort()
                .endContainer()
                .endSpec();
    }

    @Test
    @DisplayName("NodeName: a pod that names its node goes nowhere else")
    void nodeName() {
        var named = pod("p").editSpec().withNodeName("n1").endSpec();

        assertThat(filter(new NodeName(), named, fixtures.info(node("n1"))).isSuccess())
                .isTrue();
        assertThat(filter(new NodeName(), named, fixtures.info(node("n2"))).message())
                .isEqualTo("node(s) didn't match the requested node name");
        assertThat(filter(new NodeName(), pod("p"), fixtures.info(node("n2"))).isSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("NodeUnschedulable: cordoned nodes take only pods that tolerate it")
    void nodeUnschedulable() {
        NodeInfo cordoned =
                fixtures.info(node("n").editSpec().withUnschedulable(true).endSpec());
        var tolerating = pod("p").editSpec()
                .addNewToleration()
                .withKey("node.kubernetes.io/unschedulable")
                .withOperator("Exists")
                .endToleration()
                .endSpec();

        assertThat(filter(new NodeUnschedulable(), pod("p"), cordoned).message())
                .isEqualTo("node(s) were unschedulable");
        assertThat(filter(new NodeUnschedulable(), tolerating, cordoned).isSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("NodeUnschedulable: uncordoning is worth another try")
    void uncordoning() {
        var cordoned =
                fixtures.facts(node("n").editSpec().withUnschedulable(true).endSpec());
        var open = fixtures.facts(node("n"));
        QueueingHint hint = new NodeUnschedulable().queueingHints().getFirst();

        assertThat(hint.mayHelp().test(fixtures.info(pod("p")), Change.node(cordoned, open)))
                .isTrue();
        assertThat(hint.mayHelp().test(fixtures.info(pod("p")), Change.node(open, open)))
                .isFalse();
        assertThat(hint.mayHelp().test(fixtures.info(pod("p")), Change.node(null, open)))
                .isTrue();
    }

    @Test
    @DisplayName("TaintToleration: NoSchedule and NoExecute taints repel, PreferNoSchedule does not")
    void taints() {
        TaintToleration plugin = new TaintToleration();

        for (String effect : List.of("NoSchedule", "NoExecute")) {
            NodeInfo node = fixtures.info(tainted("n", effect));
            assertThat(filter(plugin, pod("p"), node).message()).isEqualTo("node(s) had untolerated taint(s)");
            assertThat(filter(plugin, tolerating(effect), node).isSuccess()).isTrue();
        }
        assertThat(filter(plugin, pod("p"), fixtures.info(tainted("n", "PreferNoSchedule")))
                        .isSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("TaintToleration: the fewer PreferNoSchedule taints, the better")
    void softTaints() {
        TaintToleration plugin = new TaintToleration();
        PodInfo pod = fixtures.info(pod("p"));
        CycleState state = new CycleState();
        plugin.preScore(state, pod, List.of(), fixtures.cache.snapshot());

        long[] scores = {
            plugin.score(state, pod, fixtures.info(tainted("n1", "PreferNoSchedule")), fixtures.cache.snapshot()),
            plugin.score(state, pod, fixtures.info(node("n2")), fixtures.cache.snapshot())
        };
        plugin.normalize(state, pod, scores);

        assertThat(scores).containsExactly(0, 100);
    }

    @Test
    @DisplayName("NodePorts: a host port is given to one pod of a node")
    void nodePorts() {
        NodePorts plugin = new NodePorts();
        NodeInfo node = fixtures.info(node("n"), fixtures.info(withHostPort("other", 8080)));

        assertThat(filter(plugin, withHostPort("p", 8080), node).message())
                .isEqualTo("node(s) didn't have free ports for the requested pod ports");
        assertThat(filter(plugin, withHostPort("p", 8081), node).isSuccess()).isTrue();
        assertThat(plugin.preFilter(new CycleState(), fixtures.info(pod("p")), fixtures.cache.snapshot()))
                .isEqualTo(PreFilterResult.SKIP);
    }

    @Test
    @DisplayName("NodePorts: worth another try when a pod with the same port leaves its node")
    void freedPort() {
        QueueingHint hint = new NodePorts().queueingHints().getFirst();
        PodInfo pod = fixtures.info(withHostPort("p", 8080));
        PodInfo same = fixtures.info(withHostPort("other", 8080)).assignedTo("n");
        PodInfo different = fixtures.info(withHostPort("other", 9090)).assignedTo("n");

        assertThat(hint.mayHelp().test(pod, Change.pod(same, null))).isTrue();
        assertThat(hint.mayHelp().test(pod, Change.pod(different, null))).isFalse();
    }

    @Test
    @DisplayName("SchedulingGates: a pod with gates does not enter the queue")
    void schedulingGates() {
        var gated = pod("p").editSpec()
                .addNewSchedulingGate("foo")
                .addNewSchedulingGate("bar")
                .endSpec();

        assertThat(new SchedulingGates().preEnqueue(fixtures.info(gated)).message())
                .isEqualTo("waiting for scheduling gates: [foo bar]");
        assertThat(new SchedulingGates().preEnqueue(fixtures.info(pod("p"))).isSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("ImageLocality: the node that has a large image scores, as far as the image is spread")
    void imageLocality() {
        var having = node("n1")
                .editStatus()
                .addNewImage()
                .withNames("busybox:1.36")
                .withSizeBytes(1000L * 1024 * 1024)
                .endImage()
                .endStatus();
        fixtures.cache.putNode(fixtures.facts(having));
        fixtures.cache.putNode(fixtures.facts(node("n2")));
        var snapshot = fixtures.cache.snapshot();
        ImageLocality plugin = new ImageLocality();
        PodInfo pod = fixtures.info(pod("p"));

        assertThat(plugin.score(new CycleState(), pod, snapshot.node("n1").orElseThrow(), snapshot))
                .isEqualTo(48);
        assertThat(plugin.score(new CycleState(), pod, snapshot.node("n2").orElseThrow(), snapshot))
                .isZero();
    }
}
