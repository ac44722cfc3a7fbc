package dev.caravel.kubelet.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The end of a log file. */
public final class LogTail {
    private static final int BLOCK = 4096;

    private LogTail() {}

    /** The last lines of a CRI log without their headers, at most so many bytes; empty when there is no file. */
    public static String read(Path file, int lines, int bytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte[] line : split(readFrom(file, offsetOfLast(file, lines)))) {
            LogLine.parse(line).ifPresent(entry -> text.writeBytes(entry.content()));
        }
        byte[] all = text.toByteArray();
        int from = Math.max(0, all.length - bytes);
        return new String(Arrays.copyOfRange(all, from, all.length), StandardCharsets.UTF_8);
    }

    /** Where the last {@code lines} lines begin; the size of the file for none. */
    static long offsetOfLast(Path file, long lines) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long end = in.length();
            if (lines <= 0) {
                return end;
            }
            long found = 0;
            byte[] block = new byte[BLOCK];
            for (long at = end; at > 0; ) {
                int size = (int) Math.min(BLOCK, at);
                at -= size;
                in.seek(at);
                in.readFully(block, 0, size);
                for (int i = size - 1; i >= 0; i--) {
                    // The end of the last line itself does not count.
                    if (block[i] == '\n' && at + i != end - 1 && ++found == lines) {
                        return at + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    private static byte[] readFrom(Path file, long offset) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(offset);
            byte[] bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, in.length() - offset)];
            in.readFully(bytes);
            return bytes;
        }
    }

    private static List<byte[]> split(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            lines.add(Arrays.copyOfRange(bytes, start, bytes.length));
        }
        return lines;
    }
}
