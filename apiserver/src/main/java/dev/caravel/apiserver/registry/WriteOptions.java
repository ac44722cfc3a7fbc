package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.authentication.UserInfo;
import java.util.function.Consumer;

/**
 * How a write is to be done.
 *
 * @param warn takes the text of a {@code Warning} header
 */
public record WriteOptions(UserInfo user, boolean dryRun, FieldValidation fieldValidation, Consumer<String> warn) {
    /** What to do about fields that the type does not have. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /** For writes of the API server itself. */
    public static WriteOptions internal(UserInfo user) {
        return new WriteOptions(user, false, FieldValidation.IGNORE, _ -> {});
    }

    WriteOptions withDryRun(boolean dry) {
        return new WriteOptions(user, dry, fieldValidation, warn);
    }
}
