package dev.caravel.kubelet.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a path inside a volume without ever leaving it, whatever links its owner has put there. */
final class SubPath {
    private SubPath() {}

    /**
     * Makes the directory when nothing is there yet.
     *
     * @throws ContainerConfigException when the path leaves the volume
     */
    static Path resolve(Path volume, String subPath) {
        if (subPath.isEmpty()) {
            return volume;
        }
        Path relative = Path.of(subPath).normalize();
        if (relative.isAbsolute() || relative.startsWith("..")) {
            throw new ContainerConfigException("subPath " + subPath + " is not within the volume path");
        }
        try {
            Path root = volume.toRealPath();
            Path at = root;
            for (Path step : relative) {
                Path next = at.resolve(step);
                if (!Files.exists(next)) {
                    Files.createDirectory(next);
                    Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(root));
                }
                at = next.toRealPath();
                if (!at.startsWith(root)) {
                    throw new ContainerConfigException("subPath " + subPath + " is not within the volume path");
                }
            }
            return at;
        } catch (IOException e) {
            throw new ContainerConfigException("failed to prepare subPath " + subPath + ": " + e.getMessage());
        }
    }
}
