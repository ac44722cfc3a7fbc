package dev.caravel.apiserver.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.GroupResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a kind does on writes that its definition cannot say: pods' graceful deletion, services' IP allocation.
 * The registry calls these around the generic steps. Thread-safe; called on a virtual thread, may block.
 */
public interface KindBehavior {
    /** @param subresource empty for the resource itself */
    record Context(String namespace, String name, String subresource, UserInfo user, boolean dryRun) {}

    GroupResource resource();

    /** After defaulting, before mutating admission: fields that a client may not set are reset, status is emptied. */
    default void prepareForCreate(Context context, ObjectNode object) {}

    /** After the generic status split; {@code old} is not to be changed. */
    default void prepareForUpdate(Context context, ObjectNode object, ObjectNode old) {}

    /** Besides the definition's rules. {@code old} is empty on create. */
    default List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return List.of();
    }

    /**
     * Takes what the object needs (IPs, ports) just before it is stored, and returns how to give it back if storing
     * fails. Not called for dry runs that must not allocate.
     */
    default Runnable allocate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return () -> {};
    }

    /** After the object is gone from storage. */
    default void afterDelete(ObjectNode object) {}

    /**
     * The grace period of a delete: empty means that the kind has none, and the object goes at once.
     *
     * @param requested {@code gracePeriodSeconds} of the options, if any
     */
    default Optional<Duration> gracePeriod(ObjectNode object, Optional<Duration> requested) {
        return Optional.empty();
    }
}
