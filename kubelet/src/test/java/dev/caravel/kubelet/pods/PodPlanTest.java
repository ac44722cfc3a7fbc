package dev.caravel.kubelet.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.kubelet.cri.RuntimePod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The plan of a pod that shall run")
class PodPlanTest {
    private static final Instant NOW = Pods.EPOCH.plusSeconds(100);
    private static final RestartDelays NO_DELAY = (_, _) -> Optional.empty();

    @ParameterizedTest(name = "{0}: [{1}] with [{2}] needs [{3}]")
    @DisplayName("follows the restart policy, and the line of init containers and sidecars")
    @CsvSource(
            delimiter = '|',
            value = {
                // policy | containers | what the runtime has | steps
                "Always    | a         | ''                        | start a",
                "Always    | a b       | ''                        | start a, start b",
                "Always    | a b       | a:running                 | start b",
                "Always    | a         | a:running                 | ''",
                "Always    | a         | a:0                       | start a",
                "Always    | a         | a:1                       | start a",
                "OnFailure | a         | a:0                       | ''",
                "OnFailure | a         | a:1                       | start a",
                "Never     | a         | a:0                       | ''",
                "Never     | a         | a:1                       | ''",
                "Never     | a         | a:created                 | start a",
                "Never     | a b       | a:1                       | start b",
                "Always    | i a       | ''                        | start i",
                "Always    | i a       | i:running                 | ''",
                "Always    | i a       | i:0                       | start a",
                "Always    | i a       | i:1                       | start i",
                "Never     | i a       | i:1                       | ''",
                "OnFailure | i a       | i:1                       | start i",
                "Always    | i ii a    | i:0                       | start ii",
                "Always    | i ii a    | i:0 ii:0                  | start a",
                "Always    | i a       | i:0 a:running             | ''",
                "Always    | s a       | ''                        | start s",
                "Always    | s a       | s:running                 | start a",
                "Always    | s i a     | s:running                 | start i",
                "Always    | s i a     | s:0 i:running             | start s",
                "Never     | s a       | s:running a:running       | ''",
                "Never     | s a       | s:1 a:running             | start s",
            })
    void steps(String policy, String containers, String runtime, String expected) {
        Pod pod = Pods.pod(policy, containers.split(" "));

        List<Step> steps = PodPlan.of(
                pod, Pods.runtime(Pods.words(runtime).toArray(String[]::new)), FixedVerdicts.GOOD, NO_DELAY, NOW);

        assertThat(steps.stream().map(PodPlanTest::text)).containsExactlyElementsOf(list(expected));
    }

    @ParameterizedTest(name = "{0}: [{1}] of which the runtime has [{2}] needs a sandbox: {3}")
    @DisplayName("replaces a sandbox that is lost while something is left to run")
    @CsvSource(
            delimiter = '|',
            value = {
                "Always    | a   | a:1 | true",
                "OnFailure | a   | a:1 | true",
                "OnFailure | a   | a:0 | false",
                "Never     | a   | a:1 | false",
                "Never     | a b | a:0 | true",
                "Never     | i a | i:1 | false",
            })
    void lostSandbox(String policy, String containers, String runtime, boolean needed) {
        RuntimePod lost = new RuntimePod(
                List.of(Pods.sandbox(false)),
                Pods.containers(Pods.words(runtime).toArray(String[]::new)));

        List<Step> steps = PodPlan.of(Pods.pod(policy, containers.split(" ")), lost, FixedVerdicts.GOOD, NO_DELAY, NOW);

        assertThat(steps).isEqualTo(needed ? List.of(new Step.CreateSandbox(1)) : List.of());
    }

    @Test
    @DisplayName("begins with a sandbox")
    void firstSandbox() {
        assertThat(PodPlan.of(Pods.pod("Always", "a"), RuntimePod.NONE, FixedVerdicts.GOOD, NO_DELAY, NOW))
                .containsExactly(new Step.CreateSandbox(0));
    }

    @Test
    @DisplayName("waits for a sidecar to have started before what follows it")
    void sidecarNotStarted() {
        FixedVerdicts verdicts = new FixedVerdicts(Set.of("s-0"), Set.of(), Set.of());

        assertThat(PodPlan.of(Pods.pod("Always", "s", "a"), Pods.runtime("s:running"), verdicts, NO_DELAY, NOW))
                .isEmpty();
    }

    @Test
    @DisplayName("leaves a container alone until its back-off is over")
    void backOff() {
        Instant until = NOW.plus(Duration.ofSeconds(5));

        List<Step> steps = PodPlan.of(
                Pods.pod("Always", "a"), Pods.runtime("a:1"), FixedVerdicts.GOOD, (_, _) -> Optional.of(until), NOW);

        assertThat(steps).singleElement().isInstanceOfSatisfying(Step.Delay.class, delay -> assertThat(delay.until())
                .isEqualTo(until));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("kills a container that fails its probes, and says whether it will be back")
    @CsvSource({
        "Always,liveness,'Container a failed liveness probe, will be restarted'",
        "Never,liveness,Container a failed liveness probe",
        "Always,startup,'Container a failed startup probe, will be restarted'",
    })
    void failedProbes(String policy, String probe, String message) {
        Set<String> bad = Set.of("a-0");
        FixedVerdicts verdicts = probe.equals("liveness")
                ? new FixedVerdicts(Set.of(), Set.of(), bad)
                : new FixedVerdicts(bad, bad, Set.of());

        List<Step> steps = PodPlan.of(Pods.pod(policy, "a"), Pods.runtime("a:running"), verdicts, NO_DELAY, NOW);

        assertThat(steps).singleElement().isInstanceOfSatisfying(Step.KillContainer.class, kill -> assertThat(
                        kill.message())
                .isEqualTo(message));
    }

    @Test
    @DisplayName("replaces a container whose image was changed")
    void changedImage() {
        Pod pod = Pods.pod("Never", "a");
        pod.getSpec().getContainers().getFirst().setImage("image:2");

        List<Step> steps = PodPlan.of(pod, Pods.runtime("a:running"), FixedVerdicts.GOOD, NO_DELAY, NOW);

        assertThat(steps).singleElement().isInstanceOfSatisfying(Step.KillContainer.class, kill -> assertThat(
                        kill.message())
                .isEqualTo("Container a definition changed, will be restarted"));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(", "));
    }

    private static String text(Step step) {
        return switch (step) {
            case Step.StartContainer start -> "start " + start.container().name();
            case Step other -> other.toString();
        };
    }
}
