package dev.caravel.scheduler.plugins.preemption;

import static dev.caravel.scheduler.Fixtures.map;
import static dev.caravel.scheduler.Fixtures.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.NoApi;
import dev.caravel.scheduler.NoSurroundings;
import dev.caravel.scheduler.cluster.ClusterSnapshot;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.config.ProfileFactory;
import dev.caravel.scheduler.config.SchedulerConfiguration;
import dev.caravel.scheduler.framework.Code;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.Diagnosis;
import dev.caravel.scheduler.framework.NodeTrials;
import dev.caravel.scheduler.framework.PostFilterResult;
import dev.caravel.scheduler.framework.Profile;
import dev.caravel.scheduler.plugins.PluginRegistry;
import dev.caravel.scheduler.queue.NominatedPods;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DefaultPreemptionTest {
    private final Fixtures fixtures = new Fixtures();
    private final List<PodDisruptionBudget> budgets = new ArrayList<>();
    private final NominatedPods nominated = new NominatedPods();
    private final DefaultPreemption plugin = new DefaultPreemption(
            PreemptionSettings.DEFAULT, new DisruptionBudgets(namespace -> budgets), new Random(1));
    /** Only its filters are used here; nothing is bound. */
    private final Profile profile = new ProfileFactory(
                    new PluginRegistry(fixtures.cache, new NoApi(), new NoSurroundings(), new Random(1)))
            .create(SchedulerConfiguration.standard().profiles().getFirst());

    private void addNode(String name) {
        fixtures.cache.putNode(fixtures.facts(node(name)));
    }

    private static PodBuilder pod(String name, int priority, String cpu) {
        return Fixtures.pod(name, "cpu", cpu).editSpec().withPriority(priority).endSpec();
    }

    private void run(PodBuilder pod, String node) {
        fixtures.cache.putPod(fixtures.info(pod).assignedTo(node));
    }

    private PostFilterResult preempt(PodBuilder builder) {
        PodInfo pod = fixtures.info(builder);
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        CycleState state = new CycleState();
        Diagnosis diagnosis = new Diagnosis(snapshot.nodes().size());
        profile.preFilter(state, pod, snapshot);
        for (NodeInfo node : snapshot.nodes()) {
            diagnosis.reject(node.name(), profile.filter(state, pod, node));
        }
        return plugin.postFilter(new NodeTrials(profile, nominated), state, pod, snapshot, diagnosis);
    }

    private static List<String> names(PostFilterResult result) {
        return result.victims().stream().map(pod -> pod.key().name()).toList();
    }

    @Test
    @DisplayName("Only as many pods as necessary leave, the least important of them")
    void fewestVictims() {
        addNode("n1");
        run(pod("low", 1, "1"), "n1");
        run(pod("lower", 0, "1"), "n1");
        run(pod("middle", 5, "2"), "n1");

        PostFilterResult result = preempt(pod("p", 10, "1"));

        assertThat(result.status().isSuccess()).isTrue();
        assertThat(result.nominatedNode()).contains("n1");
        assertThat(names(result)).containsExactly("lower");
    }

    @Test
    @DisplayName("Among nodes, the one whose victims matter least is chosen")
    void leastHarm() {
        addNode("n1");
        addNode("n2");
        run(pod("middle", 5, "4"), "n1");
        run(pod("low", 1, "4"), "n2");

        assertThat(preempt(pod("p", 10, "1")).nominatedNode()).contains("n2");
    }

    @Test
    @DisplayName("A node where a disruption budget would be broken is taken only if there is no other")
    void disruptionBudgets() {
        budgets.add(new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .endSpec()
                .withNewStatus()
                .withDisruptionsAllowed(0)
                .endStatus()
                .build());
        addNode("n1");
        run(
                pod("protected", 1, "4")
                        .editMetadata()
                        .withLabels(map("app", "web"))
                        .endMetadata(),
                "n1");
        assertThat(names(preempt(pod("p", 10, "1")))).containsExactly("protected");

        addNode("n2");
        run(pod("more-important", 5, "4"), "n2");
        assertThat(names(preempt(pod("p", 10, "1")))).containsExactly("more-important");
    }

    @Test
    @DisplayName("Where preemption does not help, the message says why for every node")
    void notHelpful() {
        addNode("n1");
        addNode("n2");
        fixtures.cache.putNode(
                fixtures.facts(node("n3").editSpec().withUnschedulable(true).endSpec()));
        run(pod("equal", 10, "4"), "n1");
        run(pod("higher", 20, "4"), "n2");

        PostFilterResult result = preempt(pod("p", 10, "1"));

        assertThat(result.status().code()).isEqualTo(Code.UNSCHEDULABLE);
        assertThat(result.status().message())
                .isEqualTo("preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling,"
                        + " 2 No preemption victims found for incoming pod.");
        assertThat(result.nominatedNode()).contains("");
    }

    @Test
    @DisplayName("A pod whose policy is Never does not preempt")
    void never() {
        addNode("n1");
        run(pod("low", 1, "4"), "n1");

        PostFilterResult result = preempt(
                pod("p", 10, "1").editSpec().withPreemptionPolicy("Never").endSpec());

        assertThat(result.status().message()).isEqualTo("preemption: not eligible due to preemptionPolicy=Never.");
        assertThat(result.victims()).isEmpty();
    }

    @Test
    @DisplayName("While victims are leaving the nominated node, no others are chosen")
    void waitsForVictims() {
        addNode("n1");
        run(
                pod("leaving", 1, "4")
                        .editMetadata()
                        .withDeletionTimestamp("2026-01-01T00:00:00Z")
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .withReason("PreemptionByScheduler")
                        .endCondition()
                        .endStatus(),
                "n1");

        PostFilterResult result = preempt(
                pod("p", 10, "1").withNewStatus().withNominatedNodeName("n1").endStatus());

        assertThat(result.status().message())
                .isEqualTo("preemption: not eligible due to a terminating pod on the nominated node.");
        assertThat(result.nominatedNode()).isEmpty();
    }

    @Test
    @DisplayName("Room that is being made for a pod of at least that priority is not taken")
    void respectsNominations() {
        addNode("n1");
        run(pod("low", 1, "2"), "n1");
        nominated.put(fixtures.info(pod("nominee", 10, "2")), "n1");

        assertThat(preempt(pod("p", 10, "3")).victims()).isEmpty();
        assertThat(names(preempt(pod("p", 11, "3")))).containsExactly("low");
    }
}
