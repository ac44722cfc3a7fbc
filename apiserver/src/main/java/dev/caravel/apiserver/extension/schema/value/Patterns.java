package dev.caravel.apiserver.extension.schema.value;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.caravel.apiserver.cel.library.RegexLimits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Regular expressions in Go's syntax, matched in time linear in the text: whoever may write CRDs must not be able to
 * stop the server by one. Thread-safe.
 */
public final class Patterns {
    private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();

    /** Whether the pattern is found anywhere in the text. */
    boolean find(String pattern, String text) {
        return compiled.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
    }

    /** What is wrong with a pattern, in the words of Go's compiler. */
    public static Optional<String> fault(String pattern) {
        Optional<String> limit = RegexLimits.exceeded(pattern);
        if (limit.isPresent()) {
            return limit.map("error parsing regexp: "::concat);
        }
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(
                    e.getDescription().endsWith("internal error")
                            ? "error parsing regexp: unexpected ): `%s`".formatted(pattern)
                            : "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern()));
        }
    }
}
