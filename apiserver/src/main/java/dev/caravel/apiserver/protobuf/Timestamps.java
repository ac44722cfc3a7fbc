package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;

/** Points in time, from RFC 3339 to seconds and nanoseconds. Those as Kubernetes writes them are read without a detour. */
final class Timestamps {
    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int SECONDS_OF_DAY = 86_400;

    private Timestamps() {}

    /** @throws java.time.DateTimeException when the text is none */
    static void write(int number, byte[] text, int start, int end, WireWriter into) {
        if (!isOrdinary(text, start, end)) {
            write(number, new String(text, start, end - start, UTF_8), into);
            return;
        }
        int hour = digits(text, start + 11, start + 13);
        int minute = digits(text, start + 14, start + 16);
        int second = digits(text, start + 17, start + 19);
        if (hour > 23 || minute > 59 || second > 59) {
            write(number, new String(text, start, end - start, UTF_8), into);
            return;
        }
        LocalDate day = LocalDate.of(
                digits(text, start, start + 4),
                digits(text, start + 5, start + 7),
                digits(text, start + 8, start + 10));
        int nanos = 0;
        int fraction = start + FORM.length() + 1;
        for (int i = 0; i < 9; i++) {
            nanos = 10 * nanos + (fraction + i < end - 1 ? text[fraction + i] - '0' : 0);
        }
        write(number, day.toEpochDay() * SECONDS_OF_DAY + 3600 * hour + 60 * minute + second, nanos, into);
    }

    static void write(int number, String text, WireWriter into) {
        Instant instant = Instant.parse(text);
        write(number, instant.getEpochSecond(), instant.getNano(), into);
    }

    private static void write(int number, long seconds, int nanos, WireWriter into) {
        int time = into.begin(number);
        into.varint(1, seconds);
        into.varint(2, nanos);
        into.end(time);
    }

    /** Whether it is in UTC, with up to nine digits after the seconds, or none and no point. */
    private static boolean isOrdinary(byte[] text, int start, int end) {
        int length = end - start;
        int whole = FORM.length();
        boolean fitting =
                length == whole + 1 || length > whole + 2 && length <= whole + 11 && text[start + whole] == '.';
        if (!fitting || text[end - 1] != 'Z') {
            return false;
        }
        for (int i = 0; i < whole; i++) {
            char expected = FORM.charAt(i);
            if (expected == 'd' ? !isDigit(text[start + i]) : text[start + i] != expected) {
                return false;
            }
        }
        for (int i = start + whole + 1; i < end - 1; i++) {
            if (!isDigit(text[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static int digits(byte[] text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = 10 * value + text[i] - '0';
        }
        return value;
    }
}
