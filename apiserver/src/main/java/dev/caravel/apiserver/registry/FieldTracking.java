package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

/**
 * On whose account the fields go that a write changes.
 *
 * @param manager the field manager's name
 * @param subresource through which the write came when the target does not say it; empty for the target's own
 * @param done whether the object that is written has its managed fields already
 */
public record FieldTracking(String manager, String subresource, boolean done) {
    /** Of a write whose change has seen to the managed fields itself. */
    public static final FieldTracking DONE = new FieldTracking("", "", true);

    public FieldTracking {
        requireNonNull(manager, "manager is null");
        requireNonNull(subresource, "subresource is null");
    }

    public static FieldTracking by(String manager) {
        return new FieldTracking(manager, "", false);
    }

    public FieldTracking through(String name) {
        return new FieldTracking(manager, name, done);
    }
}
