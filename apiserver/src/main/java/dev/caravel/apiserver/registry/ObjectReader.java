package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads stored objects from inside the process: for admission, RBAC, token checks. From the watch cache, hence as fresh
 * as the last event; a caller that must not miss a write just made asks {@link #getLatest}. An object that is stored and cannot
 * be read is an {@link dev.caravel.apiserver.storage.UnreadableException} for whoever reads it or a list with it; who watches
 * keeps what it knew of it. Thread-safe.
 *
 * <p>The trees are the caller's own, decoded anew: keep what you compute from them, not them.
 */
public interface ObjectReader {
    Optional<ObjectNode> get(GroupResource resource, String namespace, String name);

    /** Straight from etcd. */
    Optional<ObjectNode> getLatest(GroupResource resource, String namespace, String name);

    /** All of a namespace, or of all namespaces when it is empty. */
    List<ObjectNode> list(GroupResource resource, String namespace);

    /**
     * Calls {@code observer} with every present object, and from then on with every change, in order, on one thread. Managed
     * fields are not told.
     */
    AutoCloseable watch(GroupResource resource, Observer observer);

    interface Observer {
        /**
         * The fields that it reads of objects, as {@code .spec.nodeName}, with all below them; those that objects are known by
         * are told anyway. Empty for the whole. Of parts, defaults are not told.
         */
        default Set<String> fields() {
            return Set.of();
        }

        void set(ObjectNode object);

        void deleted(ObjectNode object);

        /** The present state has been told. */
        default void synced() {}

        /**
         * Called in place of {@link #synced}, or later, when there are objects that nobody can read and this one was never
         * told of; {@code synced} is called when there are none any more.
         */
        default void partlySynced() {
            synced();
        }
    }
}
