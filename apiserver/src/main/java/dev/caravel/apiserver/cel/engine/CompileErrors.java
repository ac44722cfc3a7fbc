package dev.caravel.apiserver.cel.engine;

import dev.caravel.apiserver.cel.CompileException;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells what is wrong with an expression, in upstream's words and within its limits: every message quotes its line, so that
 * those of a long line with many faults would outgrow the memory.
 */
final class CompileErrors {
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_QUOTED = 16_384;

    private CompileErrors() {}

    static CompileException refusal(CelValidationResult result, String prefix) {
        List<CelIssue> issues = result.getErrors();
        String messages = issues.stream()
                .limit(MAX_MESSAGES)
                .map(issue -> display(issue, prefix, result))
                .collect(Collectors.joining("\n"));
        int more = issues.size() - MAX_MESSAGES;
        String truncated = more > 0 ? "\n%d more errors were truncated".formatted(more) : "";
        return new CompileException("compilation failed: " + messages + truncated);
    }

    private static String display(CelIssue issue, String prefix, CelValidationResult result) {
        CelSourceLocation place = issue.getSourceLocation();
        boolean quoted = place.getLine() <= 0 // of the whole, which is too long: it has no line to quote
                || result.getSource()
                        .getSnippet(place.getLine())
                        .filter(line -> line.length() <= MAX_QUOTED)
                        .isPresent();
        return quoted
                ? CelIssue.formatError(
                                issue.getExprId(), place, prefix + CompileMessages.kubernetes(issue.getMessage()))
                        .toDisplayString(result.getSource())
                : "ERROR: %s:%d:%d: %s%s"
                        .formatted(
                                result.getSource().getDescription(),
                                place.getLine(),
                                place.getColumn() + 1,
                                prefix,
                                CompileMessages.kubernetes(issue.getMessage()));
    }
}
