package dev.caravel.kubelet.logs;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Reads a CRI log file and, if asked, follows it through rotations until its container has ended. Blocking. */
public final class LogReader {
    private static final int BLOCK = 32 * 1024;
    /** The end of a container writes nothing, so upstream, too, looks each second. */
    private static final long LOOK_MILLIS = 1000;

    private final DirectoryChanges changes;

    public LogReader(DirectoryChanges changes) {
        this.changes = requireNonNull(changes, "changes is null");
    }

    /** Takes what is read; throws when the reader is gone. */
    @FunctionalInterface
    public interface Sink {
        void accept(byte[] content) throws IOException;
    }

    /** @param running whether the container may write more */
    public void read(Path file, LogOptions options, BooleanSupplier running, Sink sink)
            throws IOException, InterruptedException {
        LogFilter filter = new LogFilter(options, sink);
        Semaphore changed = new Semaphore(0);
        try (DirectoryChanges.Subscription _ =
                options.follow() ? changes.subscribe(file.getParent(), changed::release) : () -> {}) {
            long offset = options.tail() < 0 ? 0 : LogTail.offsetOfLast(file, options.tail());
            while (readOne(file, offset, options.follow(), running, changed, filter)) {
                offset = 0;
            }
        }
    }

    /** Returns whether the file was rotated away and its successor is to be read. */
    private boolean readOne(
            Path file, long offset, boolean follow, BooleanSupplier running, Semaphore changed, LogFilter filter)
            throws IOException, InterruptedException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            Object identity = identity(file);
            in.seek(offset);
            ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
            byte[] block = new byte[BLOCK];
            boolean lastLook = false;
            while (true) {
                int read = in.read(block);
                if (read > 0) {
                    if (!lines(block, read, unfinished, filter)) {
                        return false;
                    }
                    lastLook = false;
                } else if (!follow || lastLook) {
                    return follow && isSucceeded(file, identity);
                } else if (isSucceeded(file, identity)) {
                    return true;
                } else if (!running.getAsBoolean()) {
                    // What it wrote last may have come after our read.
                    lastLook = true;
                } else {
                    changed.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    changed.drainPermits();
                }
            }
        }
    }

    /** Returns whether more is wanted. */
    private static boolean lines(byte[] block, int length, ByteArrayOutputStream unfinished, LogFilter filter)
            throws IOException {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (block[i] == '\n') {
                unfinished.write(block, start, i - start);
                boolean more = filter.accept(unfinished.toByteArray());
                unfinished.reset();
                start = i + 1;
                if (!more) {
                    return false;
                }
            }
        }
        unfinished.writeBytes(Arrays.copyOfRange(block, start, length));
        return true;
    }

    /** Whether another file has taken this one's name. Between the renaming and the reopening of a rotation none has it. */
    private static boolean isSucceeded(Path file, Object identity) throws IOException {
        try {
            return !identity(file).equals(identity);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Object identity(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
