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
 *
 * <p>A write goes: decode, defaults, mutating admission, {@code prepareFor…}, {@link #allocate}, validation, validating
 * admission, storage, {@link Allocation#commit}; when a step after {@code allocate} fails, {@link Allocation#rollback}.
 */
public interface KindBehavior {
    /** @param subresource empty for the resource itself */
    record Context(String namespace, String name, String subresource, UserInfo user, boolean dryRun) {}

    /** What a write has taken, until it is known whether the write happened. */
    interface Allocation {
        Allocation NONE = new Allocation() {};

        /** The object is stored: what its old state had and the new one has not is given back. */
        default void commit() {}

        /** The object was not stored: what was taken is given back. */
        default void rollback() {}
    }

    GroupResource resource();

    /**
     * Name (generated or not), namespace, uid and creation time are set, status is emptied and generation is 1 where the
     * definition says so.
     */
    default void prepareForCreate(Context context, ObjectNode object) {}

    /**
     * For the resource itself and {@code status}, after the generic split of spec and status and the counting of generation. For a subresource that
     * takes the resource's own kind (finalize, approval, ephemeralcontainers, resize), {@code object} is as the client
     * sent it, and this puts everything back from {@code old} that the subresource may not change.
     */
    default void prepareForUpdate(Context context, ObjectNode object, ObjectNode old) {}

    /** Besides the definition's rules. {@code old} is empty on create. */
    default List<FieldError> validate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return List.of();
    }

    /** What clients should hear of a valid object though it is stored. {@code old} is empty on create. */
    default List<String> warnings(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return List.of();
    }

    /**
     * Takes what the object needs (IPs, ports) and writes it into the object. For a dry run it fills the object in, and
     * takes nothing. Not called for subresources. {@code old} is empty on create.
     */
    default Allocation allocate(Context context, ObjectNode object, Optional<ObjectNode> old) {
        return Allocation.NONE;
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

    /** Called when {@code metadata.deletionTimestamp} is first set. */
    default void markDeleted(ObjectNode object) {}

    /**
     * Whether a deleted object without {@code metadata.finalizers} may leave the storage; while it may not, a delete
     * leaves it there with its {@code deletionTimestamp}, and an update that makes this true removes it.
     */
    default boolean mayBeRemoved(ObjectNode object) {
        return true;
    }
}
