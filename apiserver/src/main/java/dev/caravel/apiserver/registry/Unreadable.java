package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.UnreadableException;

/** What clients hear of an object that is stored and cannot be read. */
public final class Unreadable {
    private Unreadable() {}

    /** When they ask for it alone. */
    public static ApiException alone(UnreadableException failure) {
        return switch (failure.step()) {
            case TRANSFORM -> Statuses.internal(failure.why());
            case DECODE -> Statuses.unclassified(failure.why());
        };
    }

    /** When it is one of many. */
    static ApiException inList(UnreadableException failure) {
        return switch (failure.step()) {
            case TRANSFORM -> Statuses.internal(failure.getMessage());
            case DECODE -> Statuses.unclassified(failure.why());
        };
    }
}
