package dev.caravel.kubelet.logs;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.containers.PodDirectories;
import dev.caravel.kubelet.volumes.FileTree;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The log files of containers, and the links by which log collectors find them. Thread-safe for different pods. */
public final class ContainerLogs {
    private static final Logger log = Logger.getLogger(ContainerLogs.class);
    private static final String SUFFIX = ".log";

    private final PodDirectories directories;
    private final Path links;

    /** @param links where collectors look, {@code /var/log/containers} */
    public ContainerLogs(PodDirectories directories, Path links) {
        this.directories = requireNonNull(directories, "directories is null");
        this.links = requireNonNull(links, "links is null");
    }

    public void prepare(Pod pod, String container) {
        try {
            Files.createDirectories(directories.podLogs(pod).resolve(container));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the log directory of container " + container, e);
        }
    }

    /** A runtime may forget containers that their logs still tell of: then counting goes on from those. */
    public int nextRestartCount(Pod pod, String container) {
        Path directory = directories.podLogs(pod).resolve(container);
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,9}\\.log.*"))
                    .mapToInt(name -> Integer.parseInt(name.substring(0, name.indexOf('.'))) + 1)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            log.warnf("cannot list %s: %s", directory, e);
            return 0;
        }
    }

    public void link(Pod pod, String container, String id, int restartCount) {
        Path target = directories.podLogs(pod).resolve(container).resolve(restartCount + SUFFIX);
        try {
            Files.createDirectories(links);
            Files.createSymbolicLink(linkOf(pod, container, id), target);
        } catch (FileAlreadyExistsException e) {
            log.debugf("link to %s is there already", target);
        } catch (IOException e) {
            log.warnf("cannot link the log of container %s: %s", container, e);
        }
    }

    public void removeContainer(Pod pod, String container, String id, String logPath) {
        try {
            Files.deleteIfExists(linkOf(pod, container, id));
            if (!logPath.isEmpty()) {
                removeWithRotated(Path.of(logPath));
            }
        } catch (IOException e) {
            log.warnf("cannot remove the log of container %s: %s", container, e);
        }
    }

    public void removePod(Pod pod) {
        String prefix = pod.getMetadata().getName() + "_" + pod.getMetadata().getNamespace() + "_";
        try {
            FileTree.delete(directories.podLogs(pod));
            if (!Files.isDirectory(links)) {
                return;
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(links, prefix + "*")) {
                for (Path link : found) {
                    if (!Files.exists(link)) {
                        Files.delete(link);
                    }
                }
            }
        } catch (IOException e) {
            log.warnf("cannot remove the logs of pod %s: %s", pod.getMetadata().getName(), e);
        }
    }

    private static void removeWithRotated(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, file.getFileName() + "*")) {
            for (Path old : found) {
                Files.deleteIfExists(old);
            }
        }
    }

    private Path linkOf(Pod pod, String container, String id) {
        return links.resolve(pod.getMetadata().getName() + "_"
                + pod.getMetadata().getNamespace() + "_" + container + "-" + id + SUFFIX);
    }
}
