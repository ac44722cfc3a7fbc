package dev.caravel.apiserver.http;

import java.time.Duration;

/** Is told of every request. Must not block; thread-safe. */
public interface RequestObserver {
    /** A request has come in. */
    default void began(RequestInfo info) {}

    /** Its thread has ended. */
    default void ended(RequestInfo info) {}

    /** @param code the HTTP status */
    void answered(RequestInfo info, int code, boolean dryRun, Duration duration);
}
