package dev.caravel.machinery.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Gives back the memory that only starting needed.
 *
 * <p>An executable's code and constants are pages of its file, mapped as they are touched; most are touched by starting
 * alone. They are let go once, and come back from the page cache where they are needed again (decision 0041).
 */
public final class StartupPages {
    /** By then a role has connected, listed and settled. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private StartupPages() {}

    /** To be called when a role runs. On the JVM, which keeps no such pages, nothing happens. */
    public static void releaseLater() {
        CompletableFuture.delayedExecutor(SETTLED.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(StartupPages::release);
    }

    private static void release() {
        // Replaced in executables: see ExecutablePages.
    }
}
