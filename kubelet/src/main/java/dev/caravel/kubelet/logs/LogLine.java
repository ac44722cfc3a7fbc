package dev.caravel.kubelet.logs;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One entry of a CRI log file: {@code <RFC 3339 nano time> <stdout|stderr> <P|F> <content>}.
 *
 * @param partial the line goes on in the next entry, so {@code content} has no line end
 */
record LogLine(String time, boolean stderr, boolean partial, byte[] content) {
    /** Reads one line without its end; empty when it is not of the format. */
    static Optional<LogLine> parse(byte[] line) {
        int timeEnd = indexOf(line, 0);
        int streamEnd = timeEnd < 0 ? -1 : indexOf(line, timeEnd + 1);
        int tagEnd = streamEnd < 0 ? -1 : indexOf(line, streamEnd + 1);
        if (streamEnd < 0) {
            return Optional.empty();
        }
        int contentStart = tagEnd < 0 ? line.length : tagEnd + 1;
        String stream = text(line, timeEnd + 1, streamEnd);
        String tags = text(line, streamEnd + 1, tagEnd < 0 ? line.length : tagEnd);
        if (!stream.equals("stdout") && !stream.equals("stderr")) {
            return Optional.empty();
        }
        boolean partial = tags.split(":", 2)[0].equals("P");
        byte[] content = Arrays.copyOfRange(line, contentStart, line.length + (partial ? 0 : 1));
        if (!partial) {
            content[content.length - 1] = '\n';
        }
        return Optional.of(new LogLine(text(line, 0, timeEnd), stream.equals("stderr"), partial, content));
    }

    /** Whether it was written at {@code since} or later; a time that cannot be read counts as later. */
    boolean notBefore(Instant since) {
        try {
            return !OffsetDateTime.parse(time).toInstant().isBefore(since);
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    private static int indexOf(byte[] line, int from) {
        for (int i = from; i < line.length; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
    }
}
