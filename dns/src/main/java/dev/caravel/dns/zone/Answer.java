package dev.caravel.dns.zone;

import java.util.List;
import org.xbill.DNS.Record;

/** What the zone says to a question. Immutable. */
public record Answer(Outcome outcome, List<Record> records, List<Record> authority, List<Record> additional) {
    /** {@code FOUND} without records means that the name exists, with other types. */
    public enum Outcome {
        FOUND,
        NO_SUCH_NAME
    }

    static Answer of(List<Record> records) {
        return new Answer(Outcome.FOUND, List.copyOf(records), List.of(), List.of());
    }

    static Answer noData() {
        return of(List.of());
    }

    static Answer noSuchName() {
        return new Answer(Outcome.NO_SUCH_NAME, List.of(), List.of(), List.of());
    }
}
