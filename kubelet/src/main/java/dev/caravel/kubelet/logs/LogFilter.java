package dev.caravel.kubelet.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Passes on of a log's lines what is asked for. Not thread-safe. */
final class LogFilter {
    private final LogOptions options;
    private final LogReader.Sink sink;
    private long left;
    private boolean midLine;

    LogFilter(LogOptions options, LogReader.Sink sink) {
        this.options = options;
        this.sink = sink;
        this.left = options.limitBytes() < 0 ? Long.MAX_VALUE : options.limitBytes();
    }

    /** Takes one entry of the file without its end; returns whether more is wanted. */
    boolean accept(byte[] entry) throws IOException {
        Optional<LogLine> parsed = LogLine.parse(entry);
        if (parsed.isEmpty()) {
            return true;
        }
        LogLine line = parsed.get();
        boolean wanted = line.stderr() ? options.stderr() : options.stdout();
        if (!wanted || options.since().filter(since -> !line.notBefore(since)).isPresent()) {
            return true;
        }
        if (options.timestamps() && !midLine && !write((line.time() + " ").getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        midLine = line.partial();
        return write(line.content());
    }

    private boolean write(byte[] bytes) throws IOException {
        if (bytes.length > left) {
            sink.accept(Arrays.copyOf(bytes, (int) left));
            left = 0;
            return false;
        }
        sink.accept(bytes);
        left -= bytes.length;
        return left > 0;
    }
}
