package dev.caravel.deploy.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for people: how much passed, what changed, and what failed with its first message. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport() {}

    static String of(Report report, Optional<Changes> changes) {
        MarkdownReport markdown = new MarkdownReport();
        markdown.head(report);
        markdown.sigs(report);
        changes.ifPresent(markdown::changes);
        markdown.failures(report.with(Outcome.FAILED));
        markdown.skipped(report.with(Outcome.SKIPPED));
        return markdown.text.toString();
    }

    private void head(Report report) {
        Totals totals = report.totals();
        line("# Conformance: %d passed, %d failed, %d skipped", totals.passed(), totals.failed(), totals.skipped());
        line("");
        line("Tests of %s against %s.", report.suite(), report.server());
        line(
                "Begun %s; took %s with %d at a time.",
                report.started(), time(report.seconds()), report.selection().parallel());
        line(
                "Focus `%s`%s.",
                report.selection().focus(), skip(report.selection().skip()));
    }

    private void sigs(Report report) {
        line("");
        line("| SIG | passed | failed | skipped | time |");
        line("|---|--:|--:|--:|--:|");
        report.sigs().forEach(this::row);
        row("all", report.totals());
    }

    private void row(String name, Totals totals) {
        line(
                "| %s | %d | %d | %d | %s |",
                name, totals.passed(), totals.failed(), totals.skipped(), time(totals.seconds()));
    }

    private void changes(Changes changes) {
        line("");
        line("## Since %s", changes.since());
        line(
                "%d broken, %d repaired, %d still failing, %d failed then and did not run now",
                changes.broken().size(),
                changes.repaired().size(),
                changes.stillFailing().size(),
                changes.notRunAgain().size());
        names("Broken", changes.broken());
        names("Repaired", changes.repaired());
        names("Not run again", changes.notRunAgain());
    }

    private void names(String title, List<String> names) {
        if (!names.isEmpty()) {
            line("");
            line("**%s**", title);
            line("");
            names.forEach(name -> line("- %s", escaped(name)));
        }
    }

    private void failures(List<TestResult> failed) {
        if (!failed.isEmpty()) {
            line("");
            line("## Failed");
            failed.forEach(test -> {
                line("- **%s** (%s)<br>", escaped(test.name()), time(test.seconds()));
                line("  %s", escaped(test.message().isEmpty() ? "no message" : test.message()));
            });
        }
    }

    private void skipped(List<TestResult> skipped) {
        if (!skipped.isEmpty()) {
            line("");
            line("## Skipped");
            skipped.forEach(test -> line("- %s: %s", escaped(test.name()), escaped(test.message())));
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String skip(String skip) {
        return skip.isEmpty() ? "" : ", skipping `" + skip + "`";
    }

    /** Names hold brackets and angles, which Markdown would take for links and tags. */
    private static String escaped(String words) {
        return words.replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
    }

    static String time(double seconds) {
        Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
        if (duration.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
}
