package dev.caravel.kubelet.volumes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Mounts by mount(8): the foreign function API is not to be had in every native image. Thread-safe. */
public final class Mounter {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    public boolean isMounted(Path path) throws IOException {
        return mountPoints().contains(path.toString());
    }

    /** All mount points at or below {@code path}, deepest first. */
    public List<Path> mountsBelow(Path path) throws IOException {
        return mountPoints().stream()
                .map(Path::of)
                .filter(point -> point.startsWith(path))
                .sorted((a, b) -> b.getNameCount() - a.getNameCount())
                .toList();
    }

    public void mountTmpfs(Path path, long sizeLimit) throws IOException {
        List<String> command = new ArrayList<>(List.of("mount", "-t", "tmpfs"));
        if (sizeLimit > 0) {
            command.addAll(List.of("-o", "size=" + sizeLimit));
        }
        command.addAll(List.of("tmpfs", path.toString()));
        run(command);
    }

    public void unmount(Path path) throws IOException {
        run(List.of("umount", path.toString()));
    }

    private static List<String> mountPoints() throws IOException {
        return Files.readAllLines(MOUNTS).stream()
                .map(line -> unescape(line.split(" ")[1]))
                .toList();
    }

    /** The kernel writes blanks in octal. */
    private static String unescape(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.getFirst(), e);
        }
    }
}
