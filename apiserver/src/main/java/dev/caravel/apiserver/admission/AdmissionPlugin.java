package dev.caravel.apiserver.admission;

import dev.caravel.apiserver.admission.AdmissionRequest.Operation;

/**
 * A step between decoding a write and storing it. Called on a virtual thread, may block; thread-safe.
 *
 * <p>A plugin refuses by throwing {@link dev.caravel.apiserver.status.ApiException}, usually a 403 made by
 * {@link dev.caravel.apiserver.status.Statuses#forbidden}.
 */
public interface AdmissionPlugin {
    /** Upstream's name, as {@code --enable-admission-plugins} takes it. */
    String name();

    /**
     * May change {@code request.object()} in place; called once more when a webhook or policy has changed it after that. What is
     * not the request's to change, such as the spec when it is of the status, may be the old object's own: it can be replaced
     * (and is put back), but must not be changed.
     */
    default void mutate(AdmissionRequest request) {}

    /** Whether {@link #mutate} is to see requests of a kind. Deletes have no object. */
    default boolean mutates(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    /** Whether it has read all that it decides by; until then it refuses what it may have to judge. */
    default boolean isReady() {
        return true;
    }

    /** Whether {@link #validate} is to see connections to pods, services and nodes: {@code Operation.CONNECT}. */
    default boolean seesConnections() {
        return false;
    }

    /** Sees the object as it will be stored. */
    default void validate(AdmissionRequest request) {}
}
