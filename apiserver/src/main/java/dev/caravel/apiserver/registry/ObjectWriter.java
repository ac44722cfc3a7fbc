package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupResource;

/**
 * Writes objects from inside the process, past authentication and authorization: bootstrap roles, system namespaces,
 * priority classes, bindings. Defaults and validation apply. Thread-safe.
 */
public interface ObjectWriter {
    /** @throws dev.caravel.apiserver.status.ApiException AlreadyExists, Invalid … */
    ObjectNode create(GroupResource resource, String namespace, ObjectNode object);

    /** Compare-and-swap by {@code metadata.resourceVersion} when it is set. */
    ObjectNode update(GroupResource resource, String namespace, ObjectNode object);

    /** Reads, changes and writes until no one else interferes; {@code change} may be called several times. */
    ObjectNode mutate(
            GroupResource resource, String namespace, String name, java.util.function.UnaryOperator<ObjectNode> change);
}
