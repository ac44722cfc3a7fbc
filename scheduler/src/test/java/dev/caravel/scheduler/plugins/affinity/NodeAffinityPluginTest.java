package dev.caravel.scheduler.plugins.affinity;

import static dev.caravel.scheduler.Fixtures.map;
import static dev.caravel.scheduler.Fixtures.node;
import static dev.caravel.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.scheduler.Fixtures;
import dev.caravel.scheduler.cluster.NodeInfo;
import dev.caravel.scheduler.cluster.PodInfo;
import dev.caravel.scheduler.framework.Change;
import dev.caravel.scheduler.framework.CycleState;
import dev.caravel.scheduler.framework.PreFilterResult;
import dev.caravel.scheduler.framework.Status;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAffinityPluginTest {
    private final Fixtures fixtures = new Fixtures();
    private final NodeAffinityPlugin plugin = new NodeAffinityPlugin(fixtures.cache.symbols(), Optional.empty());
    private final NodeInfo node = fixtures.info(node("n1", "disk", "ssd", "cpus", "16"));

    private static NodeSelectorTerm labels(String key, String operator, String... values) {
        return new NodeSelectorTerm(
                List.of(new NodeSelectorRequirement(key, operator, Arrays.asList(values))), List.of());
    }

    private static NodeSelectorTerm names(String operator, String... values) {
        return new NodeSelectorTerm(
                List.of(), List.of(new NodeSelectorRequirement("metadata.name", operator, Arrays.asList(values))));
    }

    private static PodBuilder requiring(NodeSelectorTerm... terms) {
        return pod("p").editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(terms)
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec();
    }

    private Status filter(NodeAffinityPlugin plugin, PodInfo pod) {
        CycleState state = new CycleState();
        PreFilterResult result = plugin.preFilter(state, pod, fixtures.cache.snapshot());
        return result.status().isSuccess() ? plugin.filter(state, pod, node) : result.status();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @DisplayName("On a node with disk=ssd and cpus=16")
    @CsvSource({
        "disk, In, ssd, true",
        "disk, In, hdd, false",
        "nope, In, ssd, false",
        "disk, NotIn, hdd, true",
        "disk, NotIn, ssd, false",
        "nope, NotIn, ssd, true",
        "disk, Exists, , true",
        "nope, Exists, , false",
        "disk, DoesNotExist, , false",
        "nope, DoesNotExist, , true",
        "cpus, Gt, 15, true",
        "cpus, Gt, 16, false",
        "cpus, Lt, 17, true",
        "disk, Gt, 1, false",
        "nope, Lt, 1, false",
        "disk, Near, ssd, false",
    })
    void requirements(String key, String operator, String value, boolean expected) {
        NodeSelectorTerm term = value == null ? labels(key, operator) : labels(key, operator, value);

        assertThat(filter(plugin, fixtures.info(requiring(term))).isSuccess()).isEqualTo(expected);
    }

    @Test
    @DisplayName("One of several terms is enough; an empty term matches nothing")
    void termsAreAlternatives() {
        assertThat(filter(plugin, fixtures.info(requiring(labels("disk", "In", "hdd"), labels("cpus", "Exists"))))
                        .isSuccess())
                .isTrue();
        Status empty = filter(plugin, fixtures.info(requiring(new NodeSelectorTerm())));
        assertThat(empty.message()).isEqualTo("node(s) didn't match Pod's node affinity/selector");
    }

    @Test
    @DisplayName("Every label of nodeSelector must match")
    void nodeSelector() {
        var matching = pod("p").editSpec()
                .withNodeSelector(map("disk", "ssd", "cpus", "16"))
                .endSpec();
        var other = pod("p").editSpec()
                .withNodeSelector(map("disk", "ssd", "cpus", "8"))
                .endSpec();

        assertThat(filter(plugin, fixtures.info(matching)).isSuccess()).isTrue();
        assertThat(filter(plugin, fixtures.info(other)).isSuccess()).isFalse();
    }

    @Test
    @DisplayName("A pod that asks for no nodes in particular is none of the plugin's business")
    void skips() {
        assertThat(plugin.preFilter(new CycleState(), fixtures.info(pod("p")), fixtures.cache.snapshot()))
                .isEqualTo(PreFilterResult.SKIP);
    }

    @Test
    @DisplayName("Nodes named by every term are the only ones looked at; names that exclude each other are a conflict")
    void namedNodes() {
        var snapshot = fixtures.cache.snapshot();

        assertThat(plugin.preFilter(
                                new CycleState(),
                                fixtures.info(requiring(names("In", "n1"), names("In", "n2"))),
                                snapshot)
                        .nodes()
                        .orElseThrow())
                .containsExactlyInAnyOrder("n1", "n2");
        assertThat(plugin.preFilter(
                                new CycleState(),
                                fixtures.info(requiring(names("In", "n1"), labels("disk", "Exists"))),
                                snapshot)
                        .nodes())
                .isEmpty();
        NodeSelectorTerm both = new NodeSelectorTerm(
                List.of(),
                List.of(
                        new NodeSelectorRequirement("metadata.name", "In", List.of("n1")),
                        new NodeSelectorRequirement("metadata.name", "In", List.of("n2"))));
        assertThat(plugin.preFilter(new CycleState(), fixtures.info(requiring(both)), snapshot)
                        .status()
                        .message())
                .isEqualTo("pod affinity terms conflict");
    }

    @Test
    @DisplayName("Preferences add up by weight, and the best node gets 100")
    void preferences() {
        PodInfo pod = fixtures.info(pod("p").editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(3)
                .withPreference(labels("disk", "In", "ssd"))
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(5)
                .withPreference(labels("cpus", "Exists"))
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec());
        NodeInfo other = fixtures.info(node("n2", "disk", "ssd"));
        CycleState state = new CycleState();

        assertThat(plugin.preScore(state, pod, List.of(node, other), fixtures.cache.snapshot())
                        .isSuccess())
                .isTrue();
        long[] scores = {
            plugin.score(state, pod, node, fixtures.cache.snapshot()),
            plugin.score(state, pod, other, fixtures.cache.snapshot())
        };
        assertThat(scores).containsExactly(8, 3);
        plugin.normalize(state, pod, scores);
        assertThat(scores).containsExactly(100, 37);
    }

    @Test
    @DisplayName("Affinity added by the scheduler's configuration holds for all its pods")
    void addedAffinity() {
        var added = new NodeAffinityBuilder()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(labels("disk", "In", "hdd"))
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .build();

        assertThat(filter(new NodeAffinityPlugin(fixtures.cache.symbols(), Optional.of(added)), fixtures.info(pod("p")))
                        .message())
                .isEqualTo("node(s) didn't match scheduler-enforced node affinity");
    }

    @Test
    @DisplayName("Worth another try: a node comes to match, not one that matched all along")
    void queueingHint() {
        PodInfo pod = fixtures.info(requiring(labels("disk", "In", "nvme")));
        var before = fixtures.facts(node("n2", "disk", "ssd"));
        var after = fixtures.facts(node("n2", "disk", "nvme"));
        var hint = plugin.queueingHints().getFirst().mayHelp();

        assertThat(hint.test(pod, Change.node(before, after))).isTrue();
        assertThat(hint.test(pod, Change.node(null, after))).isTrue();
        assertThat(hint.test(pod, Change.node(after, after))).isFalse();
        assertThat(hint.test(pod, Change.node(null, before))).isFalse();
    }
}
