package dev.caravel.apiserver.resource;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times to the microsecond as they stand in objects. Pure. */
public final class MicroTime {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private MicroTime() {}

    /** {@code 2026-01-02T03:04:05.000006Z}. */
    public static String of(Instant time) {
        return FORMAT.format(time);
    }
}
