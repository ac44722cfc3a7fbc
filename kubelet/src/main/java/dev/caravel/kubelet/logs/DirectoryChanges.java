package dev.caravel.kubelet.logs;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells of changes in directories: one inotify instance for all who follow logs, since a user may have few. Thread-safe.
 */
public final class DirectoryChanges implements AutoCloseable {
    private final WatchService watcher;
    private final Map<WatchKey, Set<Runnable>> listeners = new HashMap<>();
    private final Thread thread;

    private DirectoryChanges(WatchService watcher) {
        this.watcher = watcher;
        this.thread = Thread.ofPlatform().daemon().name("directory-changes").unstarted(this::loop);
    }

    public static DirectoryChanges start() throws IOException {
        DirectoryChanges changes = new DirectoryChanges(FileSystems.getDefault().newWatchService());
        changes.thread.start();
        return changes;
    }

    /** Ends what was subscribed to. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Calls {@code changed}, which must be quick, after each change in the directory. */
    synchronized Subscription subscribe(Path directory, Runnable changed) throws IOException {
        WatchKey key =
                directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        listeners.computeIfAbsent(key, _ -> new HashSet<>()).add(changed);
        return () -> unsubscribe(key, changed);
    }

    private synchronized void unsubscribe(WatchKey key, Runnable changed) {
        Set<Runnable> left = listeners.get(key);
        if (left != null && left.remove(changed) && left.isEmpty()) {
            listeners.remove(key);
            key.cancel();
        }
    }

    private void loop() {
        try {
            while (true) {
                WatchKey key = watcher.take();
                key.pollEvents();
                List<Runnable> told;
                synchronized (this) {
                    told = List.copyOf(listeners.getOrDefault(key, Set.of()));
                }
                told.forEach(Runnable::run);
                key.reset();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        watcher.close();
    }
}
