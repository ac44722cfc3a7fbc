package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;

/** A cluster-scoped resource that can only be read, and whose objects are made when they are asked for. Thread-safe; may block. */
public interface ComputedResource {
    GroupResource resource();

    /** Ordered by name. */
    List<ObjectNode> list();

    Optional<ObjectNode> get(String name);
}
