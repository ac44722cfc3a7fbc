package dev.caravel.apiserver.cel.engine;

import dev.caravel.apiserver.cel.CompileException;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.common.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells what is wrong with an expression, in upstream's words and within its limits: every message quotes its line, so that
 * those of a long line with many faults would outgrow the memory.
 */
final class CompileErrors {
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_QUOTED = 16_384;
    private static final int LAST_NARROW = 0x7f;

    private final Source source;
    private final String prefix;
    private final Map<Integer, Optional<String>> lines = new HashMap<>();

    private CompileErrors(Source source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    static CompileException refusal(CelValidationResult result, String prefix) {
        List<CelIssue> issues = result.getErrors();
        CompileErrors errors = new CompileErrors(result.getSource(), prefix);
        String messages =
                issues.stream().limit(MAX_MESSAGES).map(errors::display).collect(Collectors.joining("\n"));
        int more = issues.size() - MAX_MESSAGES;
        String truncated = more > 0 ? "\n%d more errors were truncated".formatted(more) : "";
        return new CompileException("compilation failed: " + messages + truncated);
    }

    private String display(CelIssue issue) {
        CelSourceLocation place = issue.getSourceLocation();
        StringBuilder text = new StringBuilder("ERROR: ")
                .append(source.getDescription())
                .append(':')
                .append(place.getLine())
                .append(':')
                .append(place.getColumn() + 1)
                .append(": ")
                .append(prefix)
                .append(CompileMessages.kubernetes(issue.getMessage()));
        line(place.getLine()).ifPresent(line -> quote(line, place.getColumn(), text));
        return text.toString();
    }

    /** The line, if there is one that may be quoted: what is wrong with the whole is in none. */
    private Optional<String> line(int number) {
        return number <= 0
                ? Optional.empty()
                : lines.computeIfAbsent(number, _ -> source.getSnippet(number)
                        .filter(line -> line.length() <= MAX_QUOTED)
                        .map(line -> line.replace('\t', ' ')));
    }

    /** Under wide letters the pointer is made of wide ones. */
    private static void quote(String line, int column, StringBuilder into) {
        into.append("\n | ").append(line).append("\n | ");
        int at = 0;
        for (int i = 0; i < column && at < line.length(); i++) {
            int letter = line.codePointAt(at);
            into.append(letter > LAST_NARROW ? '\uff0e' : '.');
            at += Character.charCount(letter);
        }
        into.append(at < line.length() && line.codePointAt(at) > LAST_NARROW ? '\uff3e' : '^');
    }
}
