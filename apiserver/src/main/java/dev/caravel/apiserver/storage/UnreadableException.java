package dev.caravel.apiserver.storage;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage.StorageException;

/** The value of a key is there and cannot be read: the key that sealed it is lost, or it is corrupt. */
public final class UnreadableException extends StorageException {
    /** What could not be done to the value. */
    public enum Step {
        TRANSFORM("unable to transform key \"%s\": %s"),
        DECODE("unable to decode key \"%s\": %s");

        private final String message;

        Step(String message) {
            this.message = message;
        }
    }

    private final Step step;
    private final String why;

    public UnreadableException(Step step, String key, Throwable cause) {
        this(step, key, String.valueOf(cause.getMessage()), cause);
    }

    public UnreadableException(Step step, String key, String why, Throwable cause) {
        super(step.message.formatted(key, why), cause);
        this.step = requireNonNull(step, "step is null");
        this.why = requireNonNull(why, "why is null");
    }

    public Step step() {
        return step;
    }

    /** The message without the key. */
    public String why() {
        return why;
    }
}
