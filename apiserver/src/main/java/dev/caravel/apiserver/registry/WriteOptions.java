package dev.caravel.apiserver.registry;

import dev.caravel.apiserver.authentication.UserInfo;
import java.util.function.Consumer;

/**
 * How a write is to be done.
 *
 * @param decoded what was noticed when the body was read
 * @param tracking who the changed fields belong to from now on
 * @param warn takes the text of a {@code Warning} header
 */
public record WriteOptions(
        UserInfo user,
        boolean dryRun,
        FieldValidation fieldValidation,
        Decoded decoded,
        FieldTracking tracking,
        Consumer<String> warn) {
    /** Upstream's name for the API server's own writes. */
    private static final String SELF = "kube-apiserver";

    /** What to do about fields that the type does not have. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /** For writes of the API server itself. */
    public static WriteOptions internal(UserInfo user) {
        return new WriteOptions(user, false, FieldValidation.IGNORE, Decoded.PLAIN, FieldTracking.by(SELF), _ -> {});
    }

    WriteOptions withDryRun(boolean dry) {
        return new WriteOptions(user, dry, fieldValidation, decoded, tracking, warn);
    }

    public WriteOptions withTracking(FieldTracking other) {
        return new WriteOptions(user, dryRun, fieldValidation, decoded, other, warn);
    }

    public WriteOptions withDecoded(Decoded other) {
        return new WriteOptions(user, dryRun, fieldValidation, other, tracking, warn);
    }
}
