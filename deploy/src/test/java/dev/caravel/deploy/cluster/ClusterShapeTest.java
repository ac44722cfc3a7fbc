package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.deploy.state.StateDir;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The shape of a cluster")
class ClusterShapeTest {
    @ParameterizedTest(name = "{0} nodes, then {1}: {2} leave")
    @CsvSource({"3, 1, node2 node3", "3, 2, node3", "1, 0, node1", "3, 3, ''", "1, 3, ''"})
    @DisplayName("says which nodes leave when it becomes another")
    void leaving(int before, int after, String leaving) {
        StateDir state = new StateDir(Path.of("/state"));

        assertThat(new ClusterShape(before, false)
                        .nodesBeyond(new ClusterShape(after, false), state).stream()
                                .map(NodePlan::name))
                .containsExactly(leaving.isEmpty() ? new String[0] : leaving.split(" "));
    }
}
