package dev.caravel.kubelet.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the API writes them: RFC 3339 in UTC, to the second. */
public final class Times {
    private Times() {}

    public static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
