package dev.caravel.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what can only be asked for again: the world outside of this process tells nobody. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUESTION = Duration.ofMillis(200);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(QUESTION);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
