package dev.caravel.kubelet.volumes;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A path of the host, checked or made as its type says. */
final class HostPathVolume implements PodVolume {
    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;

    private final Path path;
    private final String type;

    /** @param type as in the API; null and empty check nothing */
    HostPathVolume(Path path, String type) {
        this.path = requireNonNull(path, "path is null");
        this.type = type == null ? "" : type;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void setUp() throws IOException {
        switch (type) {
            case "" -> {}
            case "DirectoryOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createDirectories(path);
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
                require(Files.isDirectory(path), "a directory");
            }
            case "Directory" -> require(Files.isDirectory(path), "a directory");
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
                }
                require(Files.isRegularFile(path), "a file");
            }
            case "File" -> require(Files.isRegularFile(path), "a file");
            case "Socket" -> require(kind() == SOCKET, "a socket file");
            case "CharDevice" -> require(kind() == CHARACTER, "a character device");
            case "BlockDevice" -> require(kind() == BLOCK, "a block device");
            default -> throw new VolumeException("hostPath type check failed: " + type + " is an unsupported type");
        }
    }

    private int kind() throws IOException {
        return Files.exists(path) ? (int) Files.getAttribute(path, "unix:mode") & TYPE_MASK : 0;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new VolumeException("hostPath type check failed: " + path + " is not " + what);
        }
    }
}
