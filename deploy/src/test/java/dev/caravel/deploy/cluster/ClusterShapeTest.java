package dev.caravel.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The shape of a cluster")
class ClusterShapeTest {
    @TempDir
    Path root;

    @ParameterizedTest(name = "{0} nodes, then {1}: {2} leave")
    @CsvSource({"3, 1, node2 node3", "3, 2, node3", "1, 0, node1", "3, 3, ''", "1, 3, ''"})
    @DisplayName("says which nodes leave when it becomes another")
    void leaving(int before, int after, String leaving) {
        StateDir state = new StateDir(Path.of("/state"));

        assertThat(new ClusterShape(before, false, StateStore.EMBEDDED)
                        .nodesBeyond(new ClusterShape(after, false, StateStore.EMBEDDED), state).stream()
                                .map(NodePlan::name))
                .containsExactly(leaving.isEmpty() ? new String[0] : leaving.split(" "));
    }

    @ParameterizedTest(name = "cluster.json {0}, directory {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"nodes\":1,\"verbose\":false}`,                          etcd,  ETCD",
                "`{\"nodes\":1,\"verbose\":false,\"store\":\"etcd\"}`,       store, ETCD",
                "`{\"nodes\":1,\"verbose\":false,\"store\":\"embedded\"}`,   etcd,  EMBEDDED",
                "`{\"nodes\":1,\"verbose\":false}`,                          store, EMBEDDED"
            })
    @DisplayName("knows what keeps the state, also of a cluster that was made when all had etcd")
    void store(String written, String directory, StateStore expected) throws IOException {
        StateDir clusterState = new StateDir(root);
        Files.writeString(root.resolve("cluster.json"), written);
        Files.createDirectory(root.resolve(directory));

        assertThat(ClusterShape.read(clusterState, new ObjectMapper()))
                .map(ClusterShape::store)
                .contains(expected);
    }
}
