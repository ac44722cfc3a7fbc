package dev.caravel.deploy.supervisor;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a process ended, in one line for the person who has to know why.
 *
 * @param exitCode as a shell has it: 128 and the signal's number for one that a signal ended; none of an adopted process
 */
record Ending(Duration life, OptionalInt exitCode, String lastWords) {
    private static final int SIGNALS = 128;
    private static final int LAST_SIGNAL = SIGNALS + 64;

    String words() {
        return "died after " + life.toSeconds() + " s" + cause() + ": " + lastWords;
    }

    private String cause() {
        if (exitCode.isEmpty()) {
            return "";
        }
        int code = exitCode.getAsInt();
        return code > SIGNALS && code <= LAST_SIGNAL ? " by signal " + (code - SIGNALS) : " with exit code " + code;
    }
}
