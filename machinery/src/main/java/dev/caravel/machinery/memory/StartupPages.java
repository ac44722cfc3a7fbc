package dev.caravel.machinery.memory;

/**
 * Gives back the memory that only starting needed.
 *
 * <p>An executable's code and constants are pages of its file, mapped as they are touched; most are touched by starting
 * alone. They are let go once, and come back from the page cache where they are needed again (decision 0041).
 */
public final class StartupPages {
    private StartupPages() {}

    /** To be called when a role has started. On the JVM, which keeps no such pages, nothing happens. */
    public static void release() {
        // Replaced in executables: see ExecutablePages.
    }
}
