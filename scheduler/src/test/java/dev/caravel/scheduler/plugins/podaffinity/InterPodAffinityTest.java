package dev.caravel.scheduler.plugins.podaffinity;

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
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InterPodAffinityTest {
    private static final String ZONE = "zone";

    private final Fixtures fixtures = new Fixtures();
    private final InterPodAffinity plugin = new InterPodAffinity(
            fixtures.cache.symbols(),
            namespace -> namespace.equals("default") ? Map.of("team", "blue") : Map.of("team", "red"),
            AffinityScoreSettings.DEFAULT);

    @BeforeEach
    void addNodes() {
        fixtures.cache.putNode(fixtures.facts(node("a1", ZONE, "a")));
        fixtures.cache.putNode(fixtures.facts(node("a2", ZONE, "a")));
        fixtures.cache.putNode(fixtures.facts(node("b1", ZONE, "b")));
        fixtures.cache.putNode(fixtures.facts(node("bare")));
    }

    private static PodBuilder app(String name, String app) {
        return Fixtures.pod(name).editMetadata().withLabels(map("app", app)).endMetadata();
    }

    private static PodAffinityTerm near(String app) {
        return new PodAffinityTermBuilder()
                .withTopologyKey(ZONE)
                .withLabelSelector(
                        new LabelSelectorBuilder().addToMatchLabels("app", app).build())
                .build();
    }

    private static PodBuilder wanting(PodBuilder pod, PodAffinityTerm term) {
        return pod.editSpec()
                .editOrNewAffinity()
                .withNewPodAffinity()
                .withRequiredDuringSchedulingIgnoredDuringExecution(term)
                .endPodAffinity()
                .endAffinity()
                .endSpec();
    }

    private static PodBuilder avoiding(PodBuilder pod, PodAffinityTerm term) {
        return pod.editSpec()
                .editOrNewAffinity()
                .withNewPodAntiAffinity()
                .withRequiredDuringSchedulingIgnoredDuringExecution(term)
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec();
    }

    private void run(PodBuilder pod, String node) {
        fixtures.cache.putPod(fixtures.info(pod).assignedTo(node));
    }

    private Status filter(PodBuilder builder, String node) {
        PodInfo pod = fixtures.info(builder);
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        CycleState state = new CycleState();
        assertThat(plugin.preFilter(state, pod, snapshot).status().isSuccess()).isTrue();
        return plugin.filter(state, pod, snapshot.node(node).orElseThrow());
    }

    @Test
    @DisplayName("A pod goes only where pods are that it wants near")
    void affinity() {
        run(app("db", "db"), "a1");
        PodBuilder pod = wanting(app("p", "web"), near("db"));

        assertThat(filter(pod, "a2").isSuccess()).isTrue();
        assertThat(filter(pod, "b1").message()).isEqualTo("node(s) didn't match pod affinity rules");
        assertThat(filter(pod, "bare").isSuccess()).isFalse();
    }

    @Test
    @DisplayName("The first of pods that want each other near may go anywhere that has the label")
    void firstOfItsKind() {
        PodBuilder pod = wanting(app("p", "web"), near("web"));

        assertThat(filter(pod, "a1").isSuccess()).isTrue();
        assertThat(filter(pod, "bare").isSuccess()).isFalse();
        run(app("other", "web"), "b1");
        assertThat(filter(pod, "a1").isSuccess()).isFalse();
    }

    @Test
    @DisplayName("A pod keeps away from pods that it wants away, and from those that want it away")
    void antiAffinity() {
        run(app("noisy", "noisy"), "a1");
        run(avoiding(app("shy", "shy"), near("web")), "b1");

        PodBuilder web = avoiding(app("p", "web"), near("noisy"));

        assertThat(filter(web, "a2").message()).isEqualTo("node(s) didn't match pod anti-affinity rules");
        assertThat(filter(web, "b1").message()).isEqualTo("node(s) didn't satisfy existing pods anti-affinity rules");
        assertThat(filter(web, "bare").isSuccess()).isTrue();
    }

    @Test
    @DisplayName("A term speaks of its own namespace, of those that it names, or of those that it selects")
    void namespaces() {
        run(app("db", "db").editMetadata().withNamespace("other").endMetadata(), "a1");

        PodAffinityTerm named =
                new PodAffinityTermBuilder(near("db")).withNamespaces("other").build();
        PodAffinityTerm selected = new PodAffinityTermBuilder(near("db"))
                .withNamespaceSelector(new LabelSelectorBuilder()
                        .addToMatchLabels("team", "red")
                        .build())
                .build();
        PodAffinityTerm all = new PodAffinityTermBuilder(near("db"))
                .withNewNamespaceSelector()
                .endNamespaceSelector()
                .build();

        assertThat(filter(wanting(app("p", "web"), near("db")), "a1").isSuccess())
                .isFalse();
        assertThat(filter(wanting(app("p", "web"), named), "a1").isSuccess()).isTrue();
        assertThat(filter(wanting(app("p", "web"), selected), "a1").isSuccess()).isTrue();
        assertThat(filter(wanting(app("p", "web"), all), "a1").isSuccess()).isTrue();
    }

    @Test
    @DisplayName("A pod that has no affinity and repels nobody is none of the plugin's business")
    void skips() {
        run(app("db", "db"), "a1");

        assertThat(plugin.preFilter(new CycleState(), fixtures.info(app("p", "web")), fixtures.cache.snapshot()))
                .isEqualTo(PreFilterResult.SKIP);
    }

    @Test
    @DisplayName("In a trial, pods that leave are counted")
    void recounts() {
        run(app("noisy", "noisy"), "a1");
        PodInfo pod = fixtures.info(avoiding(app("p", "web"), near("noisy")));
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        CycleState state = new CycleState();
        plugin.preFilter(state, pod, snapshot);
        NodeInfo node = snapshot.node("a1").orElseThrow();
        CycleState trial = state.copy();

        plugin.recount(trial, pod, node.pods().getFirst(), node.facts(), -1);

        assertThat(plugin.filter(trial, pod, node).isSuccess()).isTrue();
        assertThat(plugin.filter(state, pod, node).isSuccess()).isFalse();
    }

    @Test
    @DisplayName("Preferences of the pod and of the pods there add up")
    void preferences() {
        run(app("db", "db"), "a1");
        PodBuilder pod = app("p", "web")
                .editSpec()
                .withNewAffinity()
                .withNewPodAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(10)
                .withPodAffinityTerm(near("db"))
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAffinity()
                .endAffinity()
                .endSpec();
        run(avoidingRather(app("quiet", "quiet"), near("web")), "b1");
        ClusterSnapshot snapshot = fixtures.cache.snapshot();
        CycleState state = new CycleState();
        PodInfo info = fixtures.info(pod);

        assertThat(plugin.preScore(state, info, snapshot.nodes(), snapshot).isSuccess())
                .isTrue();
        long[] scores = List.of("a2", "b1", "bare").stream()
                .mapToLong(name -> plugin.score(state, info, snapshot.node(name).orElseThrow(), snapshot))
                .toArray();

        assertThat(scores).containsExactly(10, -5, 0);
        plugin.normalize(state, info, scores);
        assertThat(scores).containsExactly(100, 0, 33);
    }

    private static PodBuilder avoidingRather(PodBuilder pod, PodAffinityTerm term) {
        return pod.editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(5)
                .withPodAffinityTerm(term)
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec();
    }

    @Test
    @DisplayName("Worth another try: a wanted pod comes, an unwanted one goes, one that wants it away goes")
    void queueingHints() {
        var hint = plugin.queueingHints().getFirst().mayHelp();
        PodInfo db = fixtures.info(app("db", "db")).assignedTo("a1");
        PodInfo shy = fixtures.info(avoiding(app("shy", "shy"), near("web"))).assignedTo("a1");

        assertThat(hint.test(fixtures.info(wanting(app("p", "web"), near("db"))), Change.pod(null, db)))
                .isTrue();
        assertThat(hint.test(fixtures.info(wanting(app("p", "web"), near("db"))), Change.pod(db, null)))
                .isFalse();
        assertThat(hint.test(fixtures.info(avoiding(app("p", "web"), near("db"))), Change.pod(db, null)))
                .isTrue();
        assertThat(hint.test(fixtures.info(app("p", "web")), Change.pod(shy, null)))
                .isTrue();
    }
}
