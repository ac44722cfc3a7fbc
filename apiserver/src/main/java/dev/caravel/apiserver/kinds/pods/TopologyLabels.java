package dev.caravel.apiserver.kinds.pods;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;

/** The labels by which a node says where it is, for the pods on it (KEP-4742). */
public final class TopologyLabels {
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final List<String> COPIED = List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final ObjectReader reader;

    public TopologyLabels(ObjectReader reader) {
        this.reader = requireNonNull(reader, "reader is null");
    }

    /** Gives the pod the labels of the node; none when there is no such node. */
    public void copy(String node, ObjectNode pod) {
        if (node.isEmpty()) {
            return;
        }
        reader.get(NODES, "", node).ifPresent(found -> {
            for (String label : COPIED) {
                if (found.at("/metadata/labels").hasNonNull(label)) {
                    pod.withObject("/metadata")
                            .withObject("/labels")
                            .set(label, found.at("/metadata/labels").get(label));
                }
            }
        });
    }
}
