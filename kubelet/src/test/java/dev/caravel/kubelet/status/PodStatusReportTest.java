package dev.caravel.kubelet.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.pods.FixedVerdicts;
import dev.caravel.kubelet.pods.Pods;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The status of a pod")
class PodStatusReportTest {
    private static final PodStatusReport REPORT = report(FixedVerdicts.GOOD);

    @ParameterizedTest(name = "{0}: [{1}] with [{2}] is {3}")
    @DisplayName("has the phase that its containers make")
    @CsvSource(
            delimiter = '|',
            value = {
                "Always    | a   | ''                  | Pending",
                "Always    | a   | a:running           | Running",
                "Always    | a b | a:running           | Pending",
                "Always    | a   | a:1                 | Running",
                "Always    | a   | a:0                 | Running",
                "OnFailure | a   | a:0                 | Succeeded",
                "OnFailure | a   | a:1                 | Running",
                "Never     | a   | a:0                 | Succeeded",
                "Never     | a b | a:0 b:1             | Failed",
                "Never     | a b | a:1 b:running       | Running",
                "Always    | i a | i:running           | Pending",
                "Always    | i a | i:1                 | Pending",
                "Never     | i a | i:1                 | Failed",
                "Always    | i a | i:0 a:running       | Running",
                "Never     | s a | s:running a:0       | Succeeded",
            })
    void phases(String policy, String containers, String runtime, String phase) {
        Pod pod = Pods.pod(policy, containers.split(" "));
        RuntimePod found = Pods.runtime(runtime.isEmpty() ? new String[0] : runtime.split(" "));

        assertThat(status(REPORT, pod, new PodStatus(), found, Map.of(), false).getPhase())
                .isEqualTo(phase);
    }

    @Test
    @DisplayName("is Ready, with addresses, when all containers are")
    void ready() {
        PodStatus status =
                status(REPORT, Pods.pod("Always", "a"), new PodStatus(), Pods.runtime("a:running"), Map.of(), false);

        assertThat(conditions(status))
                .containsExactlyInAnyOrder(
                        "PodReadyToStartContainers=True",
                        "Initialized=True",
                        "Ready=True",
                        "ContainersReady=True",
                        "PodScheduled=True");
        assertThat(status.getPodIP()).isEqualTo("10.0.0.2");
        assertThat(status.getHostIP()).isEqualTo("192.0.2.1");
        assertThat(status.getQosClass()).isEqualTo("BestEffort");
    }

    @Test
    @DisplayName("says which containers are not ready")
    void notReady() {
        PodStatus status = status(
                report(new FixedVerdicts(Set.of("b-0"), Set.of(), Set.of())),
                Pods.pod("Always", "a", "b"),
                new PodStatus(),
                Pods.runtime("a:running", "b:running"),
                Map.of(),
                false);

        assertThat(status.getConditions())
                .filteredOn(condition -> condition.getType().equals("Ready"))
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.getStatus()).isEqualTo("False");
                    assertThat(condition.getReason()).isEqualTo("ContainersNotReady");
                    assertThat(condition.getMessage()).isEqualTo("containers with unready status: [b]");
                });
    }

    @Test
    @DisplayName("shows why a container waits, and how it ended before")
    void backOff() {
        Waiting why = new Waiting("CrashLoopBackOff", "back-off 10s");

        ContainerStatus container = status(
                        REPORT, Pods.pod("Always", "a"), new PodStatus(), Pods.runtime("a:1"), Map.of("a", why), false)
                .getContainerStatuses()
                .getFirst();

        assertThat(container.getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
        assertThat(container.getLastState().getTerminated().getExitCode()).isEqualTo(1);
        assertThat(container.getLastState().getTerminated().getReason()).isEqualTo("Error");
        assertThat(container.getReady()).isFalse();
    }

    @Test
    @DisplayName("counts restarts and keeps the last end")
    void restarts() {
        ContainerStatus container = status(
                        REPORT,
                        Pods.pod("Always", "a"),
                        new PodStatus(),
                        Pods.runtime("a:3", "a:running"),
                        Map.of(),
                        false)
                .getContainerStatuses()
                .getFirst();

        assertThat(container.getRestartCount()).isEqualTo(1);
        assertThat(container.getState().getRunning()).isNotNull();
        assertThat(container.getLastState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(container.getContainerID()).isEqualTo("containerd://a-1");
    }

    @Test
    @DisplayName("stays ended once it has ended")
    void sticky() {
        PodStatus before = new PodStatus();
        before.setPhase("Failed");
        before.setReason("Evicted");

        PodStatus status = status(REPORT, Pods.pod("Always", "a"), before, Pods.runtime("a:running"), Map.of(), true);

        assertThat(status.getPhase()).isEqualTo("Failed");
        assertThat(status.getReason()).isEqualTo("Evicted");
    }

    @Test
    @DisplayName("is Failed at the end of a pod that was told to end and did not succeed")
    void ended() {
        RuntimePod over = new RuntimePod(List.of(Pods.sandbox(false)), Pods.containers("a:143"));

        assertThat(status(REPORT, Pods.pod("Always", "a"), new PodStatus(), over, Map.of(), true)
                        .getPhase())
                .isEqualTo("Failed");
    }

    @Test
    @DisplayName("keeps the time of a condition that has not turned")
    void transitionTimes() {
        Pod pod = Pods.pod("Always", "a");
        PodStatus first = status(REPORT, pod, new PodStatus(), Pods.runtime(), Map.of(), false);

        PodStatus second = REPORT.of(
                pod, first, Pods.runtime("a:running"), Map.of(), false, Optional.empty(), Pods.EPOCH.plusSeconds(60));

        assertThat(second.getConditions())
                .extracting(condition -> condition.getType() + " " + condition.getLastTransitionTime())
                .contains("Initialized 2026-01-01T00:00:00Z", "Ready 2026-01-01T00:01:00Z");
    }

    private static List<String> conditions(PodStatus status) {
        return status.getConditions().stream()
                .map((PodCondition condition) -> condition.getType() + "=" + condition.getStatus())
                .toList();
    }

    private static PodStatusReport report(FixedVerdicts verdicts) {
        return new PodStatusReport(verdicts, _ -> "", "containerd", List.of("192.0.2.1"));
    }

    private static PodStatus status(
            PodStatusReport report,
            Pod pod,
            PodStatus before,
            RuntimePod runtime,
            Map<String, Waiting> waiting,
            boolean ending) {
        return report.of(pod, before, runtime, waiting, ending, Optional.empty(), Pods.EPOCH);
    }
}
