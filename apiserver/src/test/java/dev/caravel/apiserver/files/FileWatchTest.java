package dev.caravel.apiserver.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A watched file is looked at")
class FileWatchTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @TempDir
    Path directory;

    @Test
    @DisplayName("when it is written")
    void written() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "a");

        try (FileWatch _ = FileWatch.follow(file, () -> look(file))) {
            Files.writeString(file, "b");

            await("b");
        }
    }

    @Test
    @DisplayName("when another takes its place, as volumes do it by a link")
    void replaced() throws Exception {
        Path file = directory.resolve("file");
        Files.createDirectory(directory.resolve("1"));
        Files.createDirectory(directory.resolve("2"));
        Files.writeString(directory.resolve("1/file"), "a");
        Files.writeString(directory.resolve("2/file"), "b");
        Files.createSymbolicLink(directory.resolve("data"), Path.of("1"));
        Files.createSymbolicLink(file, Path.of("data/file"));

        try (FileWatch _ = FileWatch.follow(file, () -> look(file))) {
            Files.createSymbolicLink(directory.resolve("next"), Path.of("2"));
            Files.move(directory.resolve("next"), directory.resolve("data"), StandardCopyOption.ATOMIC_MOVE);

            await("b");
        }
    }

    @Test
    @DisplayName("again after a look that failed")
    void failed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "a");

        try (FileWatch _ = FileWatch.follow(file, () -> {
            look(file);
            throw new IllegalStateException("not this one");
        })) {
            Files.writeString(file, "b");
            await("b");
            Files.writeString(file, "c");
            await("c");
        }
    }

    private void look(Path file) {
        try {
            seen.add(Files.readString(file));
        } catch (java.io.IOException e) {
            seen.add("nothing");
        }
    }

    private void await(String content) throws InterruptedException {
        String last;
        do {
            last = seen.poll(1, TimeUnit.MINUTES);
            assertThat(last).as("before a minute has passed").isNotNull();
        } while (!content.equals(last));
    }
}
