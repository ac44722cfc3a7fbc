package dev.caravel.kubelet.logs;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.v1.Container;
import dev.caravel.kubelet.cri.v1.ContainerState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * Keeps the logs of running containers below a size: renames a log that has grown too large, has the runtime open a new
 * one, compresses older ones and removes the oldest. At the period that Kubernetes specifies.
 */
public final class LogRotation implements AutoCloseable {
    private static final Logger log = Logger.getLogger(LogRotation.class);
    /** containerLogMonitorInterval. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String COMPRESSED = ".gz";

    private final ContainerRuntime runtime;
    private final long maxBytes;
    private final int maxFiles;
    private final Clock clock;
    private final Thread thread;

    /** @param maxFiles of one container, the current one among them */
    public LogRotation(ContainerRuntime runtime, long maxBytes, int maxFiles, Clock clock) {
        if (maxFiles <= 1) {
            throw new IllegalArgumentException("invalid MaxFiles " + maxFiles + ", must be > 1");
        }
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
        this.clock = requireNonNull(clock, "clock is null");
        this.thread = Thread.ofVirtual().name("log-rotation").unstarted(this::loop);
    }

    /** A size that is not positive means no rotation. */
    public void start() {
        if (maxBytes > 0) {
            thread.start();
        }
    }

    private void loop() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                rotateAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotateAll() {
        try {
            for (Container container : runtime.listContainers(Map.of())) {
                if (container.getState() == ContainerState.CONTAINER_RUNNING) {
                    rotateIfLarge(container.getId());
                }
            }
        } catch (CriException e) {
            log.debugf("cannot list containers: %s", e.getMessage());
        }
    }

    private void rotateIfLarge(String id) {
        try {
            Path file = Path.of(runtime.containerStatus(id).getLogPath());
            if (Files.isRegularFile(file) && Files.size(file) >= maxBytes) {
                rotate(id, file);
            }
        } catch (IOException | CriException e) {
            log.warnf("cannot rotate the log of container %s: %s", id, e.getMessage());
        }
    }

    private void rotate(String id, Path file) throws IOException {
        for (Path old : rotated(file)) {
            if (!old.toString().endsWith(COMPRESSED)) {
                compress(old);
            }
        }
        // The current file and the one now made are two of the files allowed.
        List<Path> compressed = rotated(file);
        for (Path old : compressed.subList(0, Math.max(0, compressed.size() - (maxFiles - 2)))) {
            Files.delete(old);
        }
        Path renamed = file.resolveSibling(file.getFileName() + "." + STAMP.format(clock.instant()));
        Files.move(file, renamed);
        try {
            runtime.reopenLog(id);
        } catch (CriException e) {
            // Without a new file the container would go on writing to the renamed one, unseen.
            Files.move(renamed, file);
            throw e;
        }
    }

    /** Oldest first: the stamp sorts. */
    private static List<Path> rotated(Path file) throws IOException {
        String prefix = file.getFileName() + ".";
        try (Stream<Path> siblings = Files.list(file.getParent())) {
            return siblings.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .filter(path -> !path.toString().endsWith(".tmp"))
                    .sorted()
                    .toList();
        }
    }

    private static void compress(Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".tmp");
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(partial))) {
            in.transferTo(out);
        }
        Files.move(partial, file.resolveSibling(file.getFileName() + COMPRESSED), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
