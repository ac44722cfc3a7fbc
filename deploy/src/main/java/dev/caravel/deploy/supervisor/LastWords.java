package dev.caravel.deploy.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process said last, in one line: of a stack trace, the line that names the cause. */
public final class LastWords {
    /** From the end of the log; a stack trace is longer than one might think. */
    private static final long READ = 64 * 1024;

    private static final int LONGEST = 400;

    private LastWords() {}

    public static String of(Path log) {
        return since(log, 0);
    }

    /** @param start the length of the log when the process was started: what comes before was said by another */
    static String since(Path log, long start) {
        try {
            List<String> lines = end(log, start)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                    .toList();
            return lines.isEmpty()
                    ? "it said nothing"
                    : shortened(lines.getLast().strip());
        } catch (IOException e) {
            return "it left no log";
        }
    }

    private static String end(Path log, long start) throws IOException {
        try (FileChannel file = FileChannel.open(log)) {
            long size = file.size();
            // Shorter than at the start: it has been rotated meanwhile.
            long from = Math.max(size < start ? 0 : start, size - READ);
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size - from));
            while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {}
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }

    static long lengthOf(Path log) throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
