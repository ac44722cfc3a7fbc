package dev.caravel.apiserver.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a file holds")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ReloadedTest {
    @TempDir
    Path directory;

    private Reloaded<String> reloaded;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws IOException {
        if (reloaded != null) {
            reloaded.close();
        }
    }

    @Test
    @DisplayName("is read again when the file is written")
    void written() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "one");
        Reloaded<String> value = read(file);
        assertThat(value.get()).isEqualTo("one");

        Files.writeString(file, "two");

        awaitValue("two");
        assertThat(value.get()).isEqualTo("two");
    }

    @Test
    @DisplayName("is read again when another file takes the place of the file")
    void replaced() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "one");
        Reloaded<String> value = read(file);

        Path other = Files.writeString(directory.resolve("other"), "two");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        awaitValue("two");
        assertThat(value.get()).isEqualTo("two");
    }

    @Test
    @DisplayName("is read again when the kubelet renews the volume, each time")
    void volume() throws Exception {
        renew("..1", "one");
        Path file = Files.createSymbolicLink(directory.resolve("file"), Path.of("..data", "file"));
        Reloaded<String> value = read(file);

        renew("..2", "two");
        awaitValue("two");
        renew("..3", "three");
        awaitValue("three");

        assertThat(value.get()).isEqualTo("three");
    }

    @Test
    @DisplayName("stays what it was while the file cannot be used")
    void unusable() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "one");
        Reloaded<String> value = read(file);

        Files.writeString(file, "bad");
        Files.delete(file);
        assertThat(value.get()).isEqualTo("one");

        Files.writeString(file, "two");
        awaitValue("two");
        assertThat(value.get()).isEqualTo("two");
    }

    @Test
    @DisplayName("must be usable to begin with")
    void start() throws Exception {
        Path bad = Files.writeString(directory.resolve("file"), "bad");

        assertThatThrownBy(() -> read(bad)).isInstanceOf(IOException.class).hasMessage("bad content");
        assertThatThrownBy(() -> read(directory.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("none: no such file or directory");
    }

    private Reloaded<String> read(Path file) throws IOException {
        Reloaded<String> value = Reloaded.of(file, ReloadedTest::parse);
        reloaded = value;
        value.onChange(() -> seen.add(value.get()));
        return value;
    }

    private static String parse(byte[] content) throws IOException {
        String text = new String(content, UTF_8);
        if (text.equals("bad") || text.isEmpty()) {
            throw new IOException("bad content");
        }
        return text;
    }

    private void awaitValue(String wanted) throws InterruptedException {
        assertThat(seen.take()).isEqualTo(wanted);
    }

    private void renew(String version, String text) throws IOException {
        Path data = Files.createDirectory(directory.resolve(version));
        Files.writeString(data.resolve("file"), text);
        Path fresh = Files.createSymbolicLink(directory.resolve("..fresh"), Path.of(version));
        Files.move(
                fresh,
                directory.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
