package dev.caravel.kubelet.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reading a container's log")
class LogReaderTest {
    private static final String LOG = """
            2026-01-01T00:00:01.000000001Z stdout F one
            2026-01-01T00:00:02.000000001Z stderr F two
            2026-01-01T00:00:03.000000001Z stdout P thr
            2026-01-01T00:00:03.000000002Z stdout F ee
            not a line of the format
            2026-01-01T00:00:04.000000001Z stdout F\s
            """;
    private static final LogOptions ALL = new LogOptions(false, false, -1, -1, Optional.empty(), true, true);

    @TempDir
    Path directory;

    private Path file;
    private DirectoryChanges changes;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("0.log"), LOG);
        changes = DirectoryChanges.start();
    }

    @AfterEach
    void close() throws IOException {
        changes.close();
    }

    @Test
    @DisplayName("gives the content, with parts of a line put together")
    void content() throws Exception {
        assertThat(read(ALL)).isEqualTo("one\ntwo\nthree\n\n");
    }

    @Test
    @DisplayName("gives the time of each line when asked")
    void timestamps() throws Exception {
        assertThat(read(new LogOptions(false, true, 3, -1, Optional.empty(), true, true)))
                .isEqualTo("2026-01-01T00:00:03.000000002Z ee\n2026-01-01T00:00:04.000000001Z \n");
    }

    @Test
    @DisplayName("gives the last lines, what is not older, so many bytes, one stream")
    void selections() throws Exception {
        assertThat(read(new LogOptions(false, false, 1, -1, Optional.empty(), true, true)))
                .isEqualTo("\n");
        assertThat(read(new LogOptions(false, false, 0, -1, Optional.empty(), true, true)))
                .isEmpty();
        assertThat(read(new LogOptions(false, false, -1, 6, Optional.empty(), true, true)))
                .isEqualTo("one\ntw");
        assertThat(read(new LogOptions(false, false, -1, -1, Optional.empty(), false, true)))
                .isEqualTo("two\n");
        Optional<Instant> since = Optional.of(Instant.parse("2026-01-01T00:00:03Z"));
        assertThat(read(new LogOptions(false, false, -1, -1, since, true, true)))
                .isEqualTo("three\n\n");
    }

    @Test
    @DisplayName("follows what is written, over a rotation, until the container has ended")
    void follow() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        AtomicBoolean running = new AtomicBoolean(true);
        LogOptions follow = new LogOptions(true, false, 0, -1, Optional.empty(), true, true);
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                new LogReader(changes)
                        .read(
                                file,
                                follow,
                                running::get,
                                bytes -> lines.add(new String(bytes, StandardCharsets.UTF_8)));
            } catch (IOException | InterruptedException e) {
                lines.add(e.toString());
            }
        });

        await(reader);
        append("2026-01-01T00:00:05Z stdout F five\n");
        assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("five\n");
        Files.move(file, directory.resolve("0.log.old"));
        Files.writeString(file, "2026-01-01T00:00:06Z stdout F six\n");
        assertThat(lines.poll(10, TimeUnit.SECONDS)).isEqualTo("six\n");
        running.set(false);
        reader.join();
        assertThat(lines).isEmpty();
    }

    /** Until it waits for changes, having found the end of the file. */
    private static void await(Thread reader) {
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private String read(LogOptions options) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LogReader(changes).read(file, options, () -> false, out::write);
        return out.toString(StandardCharsets.UTF_8);
    }
}
