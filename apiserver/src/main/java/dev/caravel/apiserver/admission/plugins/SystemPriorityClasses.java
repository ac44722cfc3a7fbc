package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;

/** The two priority classes that every cluster has. */
public final class SystemPriorityClasses {
    /** Upstream's name of this step. */
    public static final String STEP = "scheduling/bootstrap-system-priority-classes";

    private static final GroupResource CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");
    private static final int CLUSTER_CRITICAL = 2_000_000_000;
    private static final int NODE_CRITICAL = CLUSTER_CRITICAL + 1_000;

    private final ObjectReader reader;
    private final ObjectWriter writer;

    public SystemPriorityClasses(ObjectReader reader, ObjectWriter writer) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    /** Creates those that are missing. */
    public void ensure() {
        ensure(
                "system-node-critical",
                NODE_CRITICAL,
                "Used for system critical pods that must not be moved from their current node.");
        ensure(
                "system-cluster-critical",
                CLUSTER_CRITICAL,
                "Used for system critical pods that must run in the cluster, but can be moved to another node if"
                        + " necessary.");
    }

    private void ensure(String name, int value, String description) {
        if (reader.getLatest(CLASSES, "", name).isEmpty()) {
            ObjectNode priorityClass = JsonNodeFactory.instance
                    .objectNode()
                    .put("kind", "PriorityClass")
                    .put("apiVersion", "scheduling.k8s.io/v1");
            priorityClass.putObject("metadata").put("name", name);
            priorityClass.put("value", value).put("description", description);
            writer.create(CLASSES, "", priorityClass);
        }
    }
}
