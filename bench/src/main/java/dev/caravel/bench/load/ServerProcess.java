package dev.caravel.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the kernel knows of a process on this machine. */
public record ServerProcess(long pid) {
    /** {@code USER_HZ}, which Linux tells everybody is 100, whatever its own clock ticks. */
    private static final long MICROS_PER_TICK = 10_000;

    /** The fields of {@code /proc/PID/stat} after the name, which is in parentheses: {@code utime} and {@code stime}. */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    /** Processor time used so far, of all threads. */
    public Duration cpu() {
        return cpuOf(read("stat"));
    }

    /** Resident memory now, in bytes. */
    public long resident() {
        return bytesOf(read("status"), "VmRSS");
    }

    /** Resident memory at its highest, in bytes. */
    public long peak() {
        return bytesOf(read("status"), "VmHWM");
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("process %d has gone".formatted(pid), e);
        }
    }

    static Duration cpuOf(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return Duration.ofNanos(ticks * MICROS_PER_TICK * 1_000);
    }

    static long bytesOf(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the kernel does not say " + field));
    }
}
