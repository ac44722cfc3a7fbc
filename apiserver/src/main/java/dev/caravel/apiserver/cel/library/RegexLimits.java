package dev.caravel.apiserver.cel.library;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * Patterns that would make a machine of millions of states are no patterns: counted repetitions of counted repetitions
 * multiply, and RE2 for Java, other than RE2 itself, would build what comes out. Nor are long ones, for it reads a text of
 * plain letters in time that grows with the square of its length.
 */
public final class RegexLimits {
    /** What RE2 allows repetitions to come to in all. */
    private static final long MAX_REPEAT = 1000;

    private static final int MAX_LENGTH = 10_000;

    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{\\d+(?:,\\d*)?}");

    private RegexLimits() {}

    public static Pattern compile(String pattern) {
        require(pattern);
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new CelInvalidArgumentException("error parsing regexp: " + e.getMessage());
        }
    }

    /** @throws CelInvalidArgumentException when the pattern goes beyond a limit */
    public static void require(String pattern) {
        exceeded(pattern).ifPresent(limit -> {
            throw new CelInvalidArgumentException("error parsing regexp: " + limit);
        });
    }

    /** The limit that the pattern goes beyond, if it does, in the words of Go's compiler. */
    public static Optional<String> exceeded(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            return Optional.of("expression too large: `" + shortened(pattern) + "`");
        }
        if (repetitions(pattern) > MAX_REPEAT) {
            return Optional.of("invalid repeat count: `" + tooLarge(pattern).orElseGet(() -> shortened(pattern)) + "`");
        }
        return Optional.empty();
    }

    /** The first count that is too large by itself. */
    private static Optional<String> tooLarge(String pattern) {
        return COUNT.matcher(pattern)
                .results()
                .map(MatchResult::group)
                .filter(group -> count(group.substring(1, group.length() - 1)) > MAX_REPEAT)
                .map(RegexLimits::shortened)
                .findFirst();
    }

    private static String shortened(String pattern) {
        return pattern.length() <= 64 ? pattern : pattern.substring(0, 64) + "...";
    }

    /** The largest product of counts along the nesting of groups; counts on one group after the other multiply as well. */
    static long repetitions(String pattern) {
        long[] inner = new long[pattern.length() + 1];
        int depth = 0;
        long atom = 1;
        inner[0] = 1;
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            switch (letter) {
                case '\\' -> {
                    i++;
                    atom = 1;
                }
                case '[' -> {
                    i = endOfClass(pattern, i);
                    atom = 1;
                }
                case '(' -> {
                    inner[++depth] = 1;
                    atom = 1;
                }
                case ')' -> {
                    atom = inner[depth];
                    if (depth > 0) {
                        depth--;
                        inner[depth] = Math.max(inner[depth], atom);
                    }
                }
                case '{' -> {
                    int end = pattern.indexOf('}', i);
                    long count = end < 0 ? 0 : count(pattern.substring(i + 1, end));
                    if (count > 0) {
                        atom = Math.min(Integer.MAX_VALUE, atom * count);
                        inner[depth] = Math.max(inner[depth], atom);
                        i = end;
                    }
                }
                case '*', '+', '?' -> {}
                default -> atom = 1;
            }
        }
        long most = 1;
        for (int i = 0; i <= depth; i++) {
            most = Math.max(most, inner[i]);
        }
        return most;
    }

    private static int endOfClass(String pattern, int start) {
        int at = start + 1;
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        for (int i = at; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            if (letter == '\\') {
                i++;
            } else if (letter == ']' && i > at) {
                return i;
            } else if (letter == '[' && i + 1 < pattern.length() && pattern.charAt(i + 1) == ':') {
                int named = pattern.indexOf(":]", i + 2);
                i = named < 0 ? i : named + 1;
            }
        }
        return pattern.length();
    }

    /** Of {@code 3}, {@code 3,} or {@code 3,7}; zero when it is no count. */
    private static long count(String text) {
        long largest = 0;
        for (String part : text.split(",", -1)) {
            if (part.length() > 6 || !part.chars().allMatch(Character::isDigit)) {
                return part.chars().allMatch(Character::isDigit) ? Integer.MAX_VALUE : 0;
            }
            largest = Math.max(largest, part.isEmpty() ? 0 : Long.parseLong(part));
        }
        return largest;
    }
}
