package dev.caravel.apiserver.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Event;
import dev.caravel.apiserver.storage.Storage.StorageException;
import dev.caravel.apiserver.storage.StorageContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Storage in a directory")
class EmbeddedStorageTest extends StorageContract {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path shared;

    private static EmbeddedStorage storage;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        storage = EmbeddedStorage.open(shared, CLOCK);
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected void compact(long revision) {
        storage.compact(revision);
    }

    @Test
    @DisplayName("what has been written is there after a restart, and so are its revisions and its past")
    void restart() {
        long first;
        long second;
        try (EmbeddedStorage before = EmbeddedStorage.open(directory, CLOCK)) {
            first = before.create("/a", bytes("1"), 0).orElseThrow();
            second = before.replace("/a", bytes("2"), first, 0).orElseThrow();
            before.create("/gone", bytes("x"), 0).flatMap(at -> before.delete("/gone", at));
        }

        try (EmbeddedStorage after = EmbeddedStorage.open(directory, CLOCK)) {
            assertThat(after.get("/a")).hasValueSatisfying(entry -> {
                assertThat(entry.value()).isEqualTo(bytes("2"));
                assertThat(entry.revision()).isEqualTo(second);
            });
            assertThat(after.get("/gone")).isEmpty();
            assertThat(after.currentRevision()).isEqualTo(second + 2);
            assertThat(after.list("/", "/", 0, first).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.value()).isEqualTo(bytes("1")));
            assertThat(after.replace("/a", bytes("3"), second, 0)).contains(second + 3);
        }
    }

    @Test
    @DisplayName("a directory belongs to one process")
    void locked() {
        try (EmbeddedStorage one = EmbeddedStorage.open(directory, CLOCK)) {
            assertThat(one.currentRevision()).isEqualTo(1);
            assertThatThrownBy(() -> EmbeddedStorage.open(directory, CLOCK))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("another process uses the data in " + directory);
        }
    }

    @ParameterizedTest(name = "{0} bytes short")
    @ValueSource(ints = {1, 100, 4_000, 5_000})
    @DisplayName("a file whose end was not written whole is read as of the last commit before")
    void torn(int missing) throws IOException {
        long size;
        try (EmbeddedStorage before = EmbeddedStorage.open(directory, CLOCK)) {
            before.create("/a", bytes("1"), 0);
            size = Files.size(file());
        }
        long whole;
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (EmbeddedStorage before = EmbeddedStorage.open(directory, CLOCK)) {
            before.create("/b", bytes("2"), 0);
            Files.copy(file(), copy.resolve(file().getFileName()));
        }
        Path cut = copy.resolve(file().getFileName());
        whole = Files.size(cut);
        try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(size, whole - missing));
        }

        try (EmbeddedStorage after = EmbeddedStorage.open(copy, CLOCK)) {
            assertThat(after.get("/a"))
                    .hasValueSatisfying(entry -> assertThat(entry.value()).isEqualTo(bytes("1")));
            assertThat(after.create("/c", bytes("3"), 0)).isPresent();
        }
    }

    @Test
    @DisplayName("a key whose time ran out while nobody ran is gone at the next start, at a revision of its own")
    void expiredMeanwhile() {
        long written;
        try (EmbeddedStorage before = EmbeddedStorage.open(directory, CLOCK)) {
            written = before.create("/event", bytes("1"), 60).orElseThrow();
        }

        try (EmbeddedStorage after = EmbeddedStorage.open(directory, Clock.offset(CLOCK, Duration.ofSeconds(61)))) {
            List<Event> events = after.watch("/", written)
                    .select()
                    .where(Delete.class::isInstance)
                    .select()
                    .first(1)
                    .collect()
                    .asList()
                    .await()
                    .atMost(PATIENCE);

            assertThat(events).singleElement().satisfies(event -> assertThat(event.key())
                    .isEqualTo("/event"));
            assertThat(after.get("/event")).isEmpty();
        }
    }

    @Test
    @DisplayName("a store that is closed says so")
    void closed() {
        EmbeddedStorage one = EmbeddedStorage.open(directory, CLOCK);
        one.close();

        assertThatThrownBy(() -> one.create("/a", bytes("1"), 0))
                .isInstanceOf(StorageException.class)
                .hasMessage("the store is closed");
    }

    private Path file() {
        return directory.resolve("caravel.mv");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
