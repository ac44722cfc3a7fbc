package dev.caravel.kubelet.statics;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Follows a directory of manifests: reads all of it at first and whenever a file in it has changed. */
public final class ManifestDirectory implements AutoCloseable {
    private static final Logger log = Logger.getLogger(ManifestDirectory.class);
    /** Upstream's fileCheckFrequency: what inotify does not see, as over a network, is seen then. */
    private static final long CHECK_SECONDS = 20;

    private final Path directory;
    private final StaticPodManifest manifest;
    private final Consumer<Map<String, Pod>> changed;
    private final WatchService watcher;
    private final Thread thread;

    public ManifestDirectory(Path directory, StaticPodManifest manifest, Consumer<Map<String, Pod>> changed)
            throws IOException {
        this.directory = requireNonNull(directory, "directory is null");
        this.manifest = requireNonNull(manifest, "manifest is null");
        this.changed = requireNonNull(changed, "changed is null");
        Files.createDirectories(directory);
        this.watcher = FileSystems.getDefault().newWatchService();
        directory.register(
                watcher,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE,
                StandardWatchEventKinds.ENTRY_MODIFY);
        this.thread = Thread.ofPlatform().daemon().name("manifests").unstarted(this::follow);
    }

    /** Reads the directory once, then follows it. */
    public void start() {
        read();
        thread.start();
    }

    private void follow() {
        try {
            while (true) {
                WatchKey key = watcher.poll(CHECK_SECONDS, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                read();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            log.debug("no longer following manifests");
        }
    }

    private void read() {
        Map<String, Pod> pods = new LinkedHashMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
            for (Path file : files) {
                try {
                    pods.put(file.toString(), manifest.read(file));
                } catch (IOException | IllegalArgumentException e) {
                    log.errorf("cannot read manifest %s: %s", file, e.getMessage());
                }
            }
        } catch (IOException e) {
            log.errorf("cannot list manifests in %s: %s", directory, e);
            return;
        }
        changed.accept(pods);
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        watcher.close();
    }
}
