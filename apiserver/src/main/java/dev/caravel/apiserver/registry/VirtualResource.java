package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.kinds.KindBehavior.Context;
import dev.caravel.apiserver.resource.GroupResource;

/**
 * A resource or subresource that can only be created, and is not stored: reviews, token requests, bindings, evictions.
 *
 * @param subresource empty for a resource of its own, such as {@code tokenreviews}
 */
public record VirtualResource(GroupResource resource, String subresource, Action action) {
    public VirtualResource {
        requireNonNull(resource, "resource is null");
        requireNonNull(subresource, "subresource is null");
        requireNonNull(action, "action is null");
    }

    /** Answers a create. Called on a virtual thread, may block; thread-safe. */
    @FunctionalInterface
    public interface Action {
        /**
         * Comes before validating admission, which sees the result: checks the object, and completes it.
         *
         * @throws dev.caravel.apiserver.status.ApiException to refuse
         */
        default void prepare(Context context, ObjectNode object) {}

        /**
         * @param context its name is the parent object's; empty for a resource of its own
         * @param object decoded, defaulted, pruned, {@link #prepare prepared} and admitted; may be changed
         * @return what the client gets, with status 201
         * @throws dev.caravel.apiserver.status.ApiException to refuse
         */
        ObjectNode create(Context context, ObjectNode object);
    }
}
