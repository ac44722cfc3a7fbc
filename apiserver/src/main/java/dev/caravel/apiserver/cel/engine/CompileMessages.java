package dev.caravel.apiserver.cel.engine;

import java.util.regex.Pattern;

/** What the library says of an expression, in the words of upstream's. */
final class CompileMessages {
    private static final Pattern CANDIDATES =
            Pattern.compile("(found no matching overload for .*?)( \\(candidates: .*)", Pattern.DOTALL);

    private CompileMessages() {}

    static String kubernetes(String message) {
        return CANDIDATES
                .matcher(message)
                .replaceFirst("$1")
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration");
    }
}
