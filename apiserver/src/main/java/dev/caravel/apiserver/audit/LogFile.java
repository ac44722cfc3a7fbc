package dev.caravel.apiserver.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file of lines that is put aside when it has grown large; old ones are removed. Not thread-safe. */
final class LogFile implements AutoCloseable {
    /** What upstream's rotation takes when no size is given. */
    private static final int DEFAULT_MEGABYTES = 100;

    private static final long MEGABYTE = 1024 * 1024;
    private static final DateTimeFormatter SUFFIX =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS").withZone(ZoneOffset.UTC);

    private final Path path;
    private final long maxBytes;
    private final int maxBackups;
    private final int maxAgeDays;
    private final Clock clock;
    private OutputStream out;
    private long size;

    LogFile(Path path, AuditFlags flags, Clock clock) throws IOException {
        this.path = path;
        this.maxBytes = (flags.logMaxSize == 0 ? DEFAULT_MEGABYTES : flags.logMaxSize) * MEGABYTE;
        this.maxBackups = flags.logMaxBackups;
        this.maxAgeDays = flags.logMaxAge;
        this.clock = clock;
        open();
    }

    private void open() throws IOException {
        if (path.toAbsolutePath().getParent() != null) {
            Files.createDirectories(path.toAbsolutePath().getParent());
        }
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        out = Files.newOutputStream(path, StandardOpenOption.APPEND);
        size = Files.size(path);
    }

    void write(byte[] line) throws IOException {
        if (size > 0 && size + line.length > maxBytes) {
            rotate();
        }
        out.write(line);
        size += line.length;
    }

    private void rotate() throws IOException {
        out.close();
        Files.move(path, path.resolveSibling(base() + "-" + SUFFIX.format(clock.instant()) + extension()));
        open();
        removeOld();
    }

    private void removeOld() throws IOException {
        List<Path> backups;
        try (Stream<Path> all = Files.list(path.toAbsolutePath().getParent())) {
            backups = all.filter(each -> each.getFileName().toString().startsWith(base() + "-")
                            && each.getFileName().toString().endsWith(extension()))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        Instant oldest = clock.instant().minus(Duration.ofDays(maxAgeDays));
        for (int i = 0; i < backups.size(); i++) {
            boolean tooMany = maxBackups > 0 && i >= maxBackups;
            boolean tooOld = maxAgeDays > 0
                    && Files.getLastModifiedTime(backups.get(i)).toInstant().isBefore(oldest);
            if (tooMany || tooOld) {
                Files.deleteIfExists(backups.get(i));
            }
        }
    }

    private String base() {
        String name = path.getFileName().toString();
        return name.substring(0, name.length() - extension().length());
    }

    private String extension() {
        String name = path.getFileName().toString();
        return name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : "";
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
