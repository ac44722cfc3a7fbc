package dev.caravel.apiserver.cel.values;

import java.util.Optional;

/** Optional values, for callers that hand them in. */
public final class OptionalValues {
    private OptionalValues() {}

    /** {@code optional.none()}. */
    public static Object none() {
        return Optional.empty();
    }
}
