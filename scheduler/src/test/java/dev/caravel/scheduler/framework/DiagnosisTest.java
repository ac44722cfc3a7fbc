package dev.caravel.scheduler.framework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    @Test
    @DisplayName("Reasons are counted over nodes and sorted as text")
    void countsReasons() {
        Diagnosis diagnosis = new Diagnosis(3);
        diagnosis.reject("n1", Status.unschedulable("NodeResourcesFit", "Insufficient cpu", "Insufficient memory"));
        diagnosis.reject("n2", Status.unresolvable("TaintToleration", "node(s) had untolerated taint(s)"));
        diagnosis.reject("n3", Status.unschedulable("NodeResourcesFit", "Insufficient cpu"));

        assertThat(diagnosis.message())
                .isEqualTo("0/3 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s),"
                        + " 2 Insufficient cpu.");
        assertThat(diagnosis.unschedulablePlugins()).containsExactlyInAnyOrder("NodeResourcesFit", "TaintToleration");
    }

    @Test
    @DisplayName("What PreFilter says of all nodes is said once; PostFilter's word comes last")
    void preFilterAndPostFilter() {
        Diagnosis diagnosis = new Diagnosis(2);
        diagnosis.rejectAll(Status.unresolvable("NodeAffinity", "pod affinity terms conflict"));
        diagnosis.postFilter("preemption: not helpful");

        assertThat(diagnosis.message())
                .isEqualTo("0/2 nodes are available: pod affinity terms conflict. preemption: not helpful");
    }

    @Test
    @DisplayName("Nodes left out by PreFilter plugins are counted too")
    void countsNodesLeftOut() {
        Diagnosis diagnosis = new Diagnosis(3);
        diagnosis.narrowedBy(Set.of("NodeAffinity"));
        diagnosis.reject("n1", Status.unschedulable("NodeResourcesFit", "Insufficient cpu"));

        assertThat(diagnosis.message())
                .isEqualTo("0/3 nodes are available: 1 Insufficient cpu,"
                        + " 2 node(s) didn't satisfy plugin(s) [NodeAffinity].");
    }

    @Test
    @DisplayName("Plugins that wait for something are told apart from those that refuse")
    void pendingPlugins() {
        Diagnosis diagnosis = new Diagnosis(1);
        diagnosis.reject("n1", new Status(Code.PENDING, List.of("claim not ready"), "Claims"));

        assertThat(diagnosis.pendingPlugins()).containsExactly("Claims");
        assertThat(diagnosis.unschedulablePlugins()).isEmpty();
    }
}
