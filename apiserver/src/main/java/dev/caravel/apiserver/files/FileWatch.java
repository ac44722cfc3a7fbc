package dev.caravel.apiserver.files;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has a file looked at whenever something changes in its directory, and every minute, for what the directory does not tell:
 * links that lead elsewhere, file systems without notification. Whoever looks tells whether it is another file now.
 */
public final class FileWatch implements AutoCloseable {
    private static final Logger log = Logger.getLogger(FileWatch.class);

    /** Upstream's. */
    private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

    private final Path file;
    private final Runnable look;
    private final WatchService watcher;
    private final Thread thread;

    private FileWatch(Path file, Runnable look, WatchService watcher) {
        this.file = file;
        this.look = look;
        this.watcher = watcher;
        this.thread = Thread.ofVirtual().name("file-watch " + file).unstarted(this::run);
    }

    /** @param look is called from one thread, never twice at a time */
    public static FileWatch follow(Path file, Runnable look) throws IOException {
        Path absolute = requireNonNull(file, "file is null").toAbsolutePath();
        WatchService watcher = absolute.getFileSystem().newWatchService();
        absolute.getParent().register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        FileWatch watch = new FileWatch(absolute, requireNonNull(look, "look is null"), watcher);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = watcher.poll(AT_LEAST_EVERY.toSeconds(), TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                lookSafely();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            log.debugf("no longer watching %s", file);
        }
    }

    private void lookSafely() {
        try {
            look.run();
        } catch (RuntimeException e) {
            log.errorf(e, "%s has changed and cannot be taken over", file);
        }
    }

    @Override
    public void close() throws IOException {
        watcher.close();
    }
}
