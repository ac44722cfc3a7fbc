package dev.caravel.apiserver.admission;

/**
 * A step between decoding a write and storing it. Called on a virtual thread, may block; thread-safe.
 *
 * <p>A plugin refuses by throwing {@link dev.caravel.apiserver.status.ApiException}, usually a 403 made by
 * {@link dev.caravel.apiserver.status.Statuses#forbidden}.
 */
public interface AdmissionPlugin {
    /** Upstream's name, as {@code --enable-admission-plugins} takes it. */
    String name();

    /** May change {@code request.object()} in place. */
    default void mutate(AdmissionRequest request) {}

    /** Whether {@link #validate} is to see connections to pods, services and nodes: {@code Operation.CONNECT}. */
    default boolean seesConnections() {
        return false;
    }

    /** Sees the object as it will be stored. */
    default void validate(AdmissionRequest request) {}
}
