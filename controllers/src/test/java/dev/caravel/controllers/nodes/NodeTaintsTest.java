package dev.caravel.controllers.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A node")
class NodeTaintsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @ParameterizedTest(name = "{0}={1}, unschedulable {2}: {3}")
    @CsvSource({
        "Ready, True, false, ''",
        "Ready, False, false, not-ready:NoSchedule not-ready:NoExecute",
        "Ready, Unknown, false, unreachable:NoSchedule unreachable:NoExecute",
        "Ready, True, true, unschedulable:NoSchedule",
    })
    @DisplayName("is tainted as its condition says")
    void taints(String type, String status, boolean unschedulable, String expected) {
        assertThat(texts(NodeTaints.wanted(node(type, status, unschedulable), NOW)))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "MemoryPressure, memory-pressure",
        "DiskPressure, disk-pressure",
        "PIDPressure, pid-pressure",
        "NetworkUnavailable, network-unavailable"
    })
    @DisplayName("under pressure gets no more pods")
    void pressures(String type, String taint) {
        Node node = new NodeBuilder(node("Ready", "True", false))
                .editStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();

        assertThat(texts(NodeTaints.wanted(node, NOW))).isEqualTo(taint + ":NoSchedule");
    }

    @Test
    @DisplayName("keeps taints of others, and the time of its own")
    void keeps() {
        Taint others =
                new TaintBuilder().withKey("mine").withEffect("NoSchedule").build();
        Taint early = new TaintBuilder()
                .withKey("node.kubernetes.io/not-ready")
                .withEffect("NoSchedule")
                .withTimeAdded("2025-01-01T00:00:00Z")
                .build();
        Node node = new NodeBuilder(node("Ready", "False", false))
                .editSpec()
                .withTaints(others, early)
                .endSpec()
                .build();

        assertThat(NodeTaints.wanted(node, NOW)).startsWith(others, early).hasSize(3);
    }

    @Test
    @DisplayName("that is silent has conditions that nobody knows")
    void silent() {
        var conditions = NodeConditions.silent(node("Ready", "True", false), NOW);

        assertThat(conditions)
                .hasSize(4)
                .allMatch(condition -> condition.getStatus().equals("Unknown"));
        assertThat(conditions.getFirst().getReason()).isEqualTo("NodeStatusUnknown");
        assertThat(conditions.getLast().getReason()).isEqualTo("NodeStatusNeverUpdated");
    }

    private static String texts(List<Taint> taints) {
        return String.join(
                " ",
                taints.stream()
                        .map(taint -> taint.getKey().replace("node.kubernetes.io/", "") + ":" + taint.getEffect())
                        .toList());
    }

    private static Node node(String type, String status, boolean unschedulable) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("n1")
                .endMetadata()
                .withNewSpec()
                .withUnschedulable(unschedulable)
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus(status)
                .endCondition()
                .endStatus()
                .build();
    }
}
