package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.json.JsonCodec;
import java.util.function.Consumer;

/**
 * How a write is to be done.
 *
 * @param decoded what was noticed when the body was read
 * @param tracking who the changed fields belong to from now on
 * @param document the options as they were asked for, for admission to see; without their kind
 * @param warn takes the text of a {@code Warning} header
 */
public record WriteOptions(
        UserInfo user,
        boolean dryRun,
        FieldValidation fieldValidation,
        Decoded decoded,
        FieldTracking tracking,
        ObjectNode document,
        Consumer<String> warn) {

    /** Of a write that was asked for without options that matter to others. */
    public WriteOptions(
            UserInfo user,
            boolean dryRun,
            FieldValidation fieldValidation,
            Decoded decoded,
            FieldTracking tracking,
            Consumer<String> warn) {
        this(user, dryRun, fieldValidation, decoded, tracking, JsonCodec.object(), warn);
    }
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
        return new WriteOptions(user, dry, fieldValidation, decoded, tracking, document, warn);
    }

    WriteOptions withDocument(ObjectNode other) {
        return new WriteOptions(user, dryRun, fieldValidation, decoded, tracking, other, warn);
    }

    public WriteOptions withTracking(FieldTracking other) {
        return new WriteOptions(user, dryRun, fieldValidation, decoded, other, document, warn);
    }

    public WriteOptions withDecoded(Decoded other) {
        return new WriteOptions(user, dryRun, fieldValidation, other, tracking, document, warn);
    }
}
