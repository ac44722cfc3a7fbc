package dev.caravel.deploy.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a cluster consists of, as its user asked for it.
 *
 * @param nodes how many nodes; none means the control plane alone
 * @param store what keeps the state
 */
public record ClusterShape(int nodes, boolean verbose, StateStore store) {
    public static final int MOST_NODES = 200;

    /** What a cluster is that has not been asked for anything. */
    public static ClusterShape fresh(StateDir state) {
        return new ClusterShape(1, false, StateStore.found(state));
    }

    public static Optional<ClusterShape> read(StateDir state, ObjectMapper json) throws IOException {
        Path file = file(state);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ClusterShape written = json.readValue(file.toFile(), ClusterShape.class);
        return Optional.of(written.store() == null ? written.in(StateStore.found(state)) : written);
    }

    public ClusterShape in(StateStore other) {
        return new ClusterShape(nodes, verbose, other);
    }

    public void write(StateDir state, ObjectMapper json) throws IOException {
        TextFiles.write(file(state), json.writeValueAsString(this) + "\n");
    }

    @JsonIgnore
    public List<NodePlan> nodePlans(StateDir state) {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(number -> NodePlan.of(number, state))
                .toList();
    }

    /** The nodes that this shape has and the other has not. */
    public List<NodePlan> nodesBeyond(ClusterShape other, StateDir state) {
        return nodePlans(state).stream()
                .filter(node -> node.number() > other.nodes())
                .toList();
    }

    private static Path file(StateDir state) {
        return state.root().resolve("cluster.json");
    }
}
