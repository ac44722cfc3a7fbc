package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long ago something was. */
final class Ages {
    private Ages() {}

    /** {@code <unknown>} when there is no time. */
    static String since(JsonNode timestamp, Instant now) {
        return time(timestamp)
                .map(time -> HumanDuration.of(Duration.between(time, now)))
                .orElse("<unknown>");
    }

    static Optional<Instant> time(JsonNode timestamp) {
        try {
            return timestamp.isTextual() ? Optional.of(Instant.parse(timestamp.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty(); // stored objects are never refused for how they print
        }
    }
}
