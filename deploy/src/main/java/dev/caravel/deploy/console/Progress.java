package dev.caravel.deploy.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Shows the steps of a command, each with what it came to and the time it took. */
public final class Progress {
    private static final int NAME_WIDTH = 34;

    private final PrintStream out;
    private final boolean terminal;

    public Progress(PrintStream out, boolean terminal) {
        this.out = requireNonNull(out, "out is null");
        this.terminal = terminal;
    }

    public static Progress ofTerminal() {
        return new Progress(
                System.out, System.console() != null && System.console().isTerminal());
    }

    /** What a step came to: whether anything had to be done, in a few words. */
    public record Outcome(String words) {
        public static final Outcome UNCHANGED = new Outcome("unchanged");

        public static Outcome done(String words) {
            return new Outcome(words);
        }
    }

    public void step(String name, Callable<Outcome> work) throws Exception {
        long start = System.nanoTime();
        if (terminal) {
            out.print("  …  " + name);
            out.flush();
        }
        try {
            Outcome outcome = work.call();
            line("✓", name, outcome.words(), start);
        } catch (Exception e) {
            line("✗", name, "", start);
            throw e;
        }
    }

    public void say(String line) {
        out.println(line);
    }

    private void line(String mark, String name, String words, long start) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        String text = String.format(Locale.ROOT, "  %s  %-" + NAME_WIDTH + "s %6.1f s  %s", mark, name, seconds, words);
        out.println((terminal ? "\r\033[K" : "") + text.stripTrailing());
    }
}
