package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;

/**
 * Writes objects from inside the process, past authentication and authorization: bootstrap roles, system namespaces,
 * priority classes, bindings. Defaults and validation apply. Thread-safe.
 */
public interface ObjectWriter {
    /** @throws dev.caravel.apiserver.status.ApiException AlreadyExists, Invalid … */
    ObjectNode create(GroupResource resource, String namespace, ObjectNode object);

    /** As {@link #create}, unless there is such an object already; whether there was none. */
    default boolean createUnlessPresent(GroupResource resource, String namespace, ObjectNode object) {
        try {
            create(resource, namespace, object);
            return true;
        } catch (ApiException e) {
            if (e.status().reason().equals("AlreadyExists")) {
                return false;
            }
            throw e;
        }
    }

    /** Compare-and-swap by {@code metadata.resourceVersion} when it is set. */
    ObjectNode update(GroupResource resource, String namespace, ObjectNode object);

    /** Reads, changes and writes until no one else interferes; {@code change} may be called several times. */
    ObjectNode mutate(
            GroupResource resource, String namespace, String name, java.util.function.UnaryOperator<ObjectNode> change);

    /**
     * As {@link #mutate}, but past behaviors, admission and the definition's rules about change: for subresources that may
     * do what an update may not, such as binding a pod. {@code change} makes all the checks there are, and refuses by
     * throwing. A dry run stores nothing.
     *
     * @throws dev.caravel.apiserver.status.ApiException NotFound, or what {@code change} throws
     */
    ObjectNode amend(
            GroupResource resource,
            String namespace,
            String name,
            boolean dryRun,
            java.util.function.UnaryOperator<ObjectNode> change);

    /**
     * Deletes as a client's DELETE does: gracefully and with finalizers, but past admission.
     *
     * @param options {@code DeleteOptions}: grace period, preconditions, propagation, dry run
     */
    void delete(GroupResource resource, String namespace, String name, ObjectNode options, UserInfo user);
}
