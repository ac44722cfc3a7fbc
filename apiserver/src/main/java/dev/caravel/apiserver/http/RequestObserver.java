package dev.caravel.apiserver.http;

import java.time.Duration;

/** Is told of every request that has been answered. Called on an event loop: must not block; thread-safe. */
public interface RequestObserver {
    /** @param code the HTTP status */
    void answered(RequestInfo info, int code, boolean dryRun, Duration duration);
}
