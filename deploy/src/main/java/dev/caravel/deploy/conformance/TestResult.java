package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one test.
 *
 * @param name its full name, as {@code --focus} and {@code --skip} see it
 * @param message why it failed or was skipped, in one line; empty when it passed
 */
public record TestResult(String name, Outcome outcome, double seconds, String message) {
    /** Of what is not a test of any group: the preparation of the suite. */
    static final String SUITE = "suite";

    private static final Pattern SIG = Pattern.compile("\\[(sig-[a-z-]+)]");

    public TestResult {
        requireNonNull(name, "name is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(message, "message is null");
    }

    /** The special interest group that the test's name says it belongs to. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String sig() {
        Matcher sig = SIG.matcher(name);
        return sig.find() ? sig.group(1) : SUITE;
    }

    public boolean is(Outcome expected) {
        return outcome == expected;
    }
}
