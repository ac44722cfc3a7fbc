package dev.caravel.apiserver.bootstrap;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;

/** The namespaces that every cluster has. */
public final class SystemNamespaces {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final List<String> NAMES = List.of("kube-system", "kube-public", "kube-node-lease", "default");

    private final ObjectReader reader;
    private final ObjectWriter writer;

    public SystemNamespaces(ObjectReader reader, ObjectWriter writer) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
    }

    /** Creates those that are missing. */
    public void ensure() {
        for (String name : NAMES) {
            if (reader.getLatest(NAMESPACES, "", name).isEmpty()) {
                create(name);
            }
        }
    }

    private void create(String name) {
        ObjectNode namespace = JsonCodec.object().put("kind", "Namespace").put("apiVersion", "v1");
        namespace.putObject("metadata").put("name", name);
        writer.createUnlessPresent(NAMESPACES, "", namespace);
    }
}
