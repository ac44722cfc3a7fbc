package dev.caravel.apiserver.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, and how far apart, a webhook is asked again that did not answer. Immutable.
 *
 * @param first the pause after the first attempt; every further one is half as long again, and up to a fifth more
 * @param attempts how many there are at most
 */
public record Backoff(Duration first, int attempts, RandomGenerator random, Pause pause) {
    private static final int ATTEMPTS = 5;
    private static final double FACTOR = 1.5;
    private static final double JITTER = 0.2;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    /** One call. */
    @FunctionalInterface
    public interface Attempt<T> {
        T make() throws ReviewFailure;
    }

    public Backoff {
        requireNonNull(first, "first is null");
        requireNonNull(random, "random is null");
        requireNonNull(pause, "pause is null");
    }

    /** Upstream's number of attempts. */
    public static Backoff of(Duration first, RandomGenerator random) {
        return new Backoff(first, ATTEMPTS, random, Thread::sleep);
    }

    /** Makes attempts until one does not fail in a passing way. */
    public <T> T retry(Attempt<T> attempt) throws ReviewFailure {
        double millis = first.toMillis();
        for (int made = 1; ; made++) {
            try {
                return attempt.make();
            } catch (ReviewFailure e) {
                if (!e.isPassing() || made == attempts) {
                    throw e;
                }
                await((long) (millis * (1 + random.nextDouble() * JITTER)), e);
                millis *= FACTOR;
            }
        }
    }

    private void await(long millis, ReviewFailure last) throws ReviewFailure {
        try {
            pause.await(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw last;
        }
    }
}
