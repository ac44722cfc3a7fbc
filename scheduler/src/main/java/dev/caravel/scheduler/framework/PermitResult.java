package dev.caravel.scheduler.framework;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The answer of a Permit plugin.
 *
 * @param decision where the status says wait: completed by the plugin with the final status
 * @param timeout after which a pod that waits is refused; at most {@link #LONGEST_WAIT}
 */
public record PermitResult(Status status, CompletableFuture<Status> decision, Duration timeout) {
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    public static final PermitResult SUCCESS =
            new PermitResult(Status.SUCCESS, CompletableFuture.completedFuture(Status.SUCCESS), Duration.ZERO);
}
