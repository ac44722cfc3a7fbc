package dev.caravel.deploy.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first message in what the test framework writes about a failure, which goes on with places and stack traces. */
final class FailureText {
    private static final int LONGEST = 400;
    private static final Pattern STATE = Pattern.compile("^\\s*\\[(FAILED|PANICKED|TIMEDOUT|INTERRUPTED|ABORTED)]\\s*");
    /** Where the message ends and the place in the test begins. */
    private static final Pattern PLACE =
            Pattern.compile("\\n\\s*(In \\[[^]]+]( \\(Node Runtime\\))? at:|Full Stack Trace)");

    private FailureText() {}

    static String firstMessage(String text) {
        Matcher place = PLACE.matcher(text);
        String message = place.find() ? text.substring(0, place.start()) : text;
        String line = STATE.matcher(message).replaceFirst("").strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
