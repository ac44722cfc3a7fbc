package dev.caravel.deploy.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A process writes its log itself, so that neither outlives the other badly when the supervisor dies. Rotation copies
 * and truncates: the process has the file open for appending and goes on at the new end.
 */
record LogFile(Path path) {
    static final long LARGEST = 20L * 1024 * 1024;

    void rotateWhenLarge() throws IOException {
        if (Files.exists(path) && Files.size(path) > LARGEST) {
            Files.copy(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(0);
            }
        }
    }
}
