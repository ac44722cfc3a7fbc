package dev.caravel.apiserver.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of its own, for which it must be root. */
@DisplayName("A store whose disk is full")
class FullDiskIT {
    private static final int VALUE_BYTES = 100_000;
    private static final int FILLER_BYTES = 1 << 20;
    private static final int MOST_WRITES = 1_000;

    @TempDir
    static Path mountPoint;

    private final Random random = new Random(42);

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=6m", "none", mountPoint.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mountPoint.toString());
    }

    @Test
    @DisplayName("refuses writes, keeps and shows what it has acknowledged, and goes on when there is room")
    void full() throws IOException {
        Path filler = Files.write(mountPoint.resolve("filler"), new byte[FILLER_BYTES]);
        Path directory = mountPoint.resolve("store");
        try (EmbeddedStorage storage = EmbeddedStorage.open(directory, Clock.systemUTC())) {
            List<Long> acknowledged = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < MOST_WRITES; i++) {
                            acknowledged.add(storage.create("/" + i, value(), 0).orElseThrow());
                        }
                    })
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("the store cannot be written: No space left on device");
            assertThat(acknowledged).isNotEmpty();

            assertThat(present(storage, acknowledged.size())).isEqualTo(acknowledged);
            assertThat(storage.get("/" + acknowledged.size())).isEmpty();
            assertThat(storage.currentRevision()).isEqualTo(acknowledged.getLast());

            Files.delete(filler);
            long next = storage.create("/next", value(), 0).orElseThrow();
            assertThat(next).isEqualTo(acknowledged.getLast() + 1);
            assertThat(present(storage, acknowledged.size())).isEqualTo(acknowledged);
        }
    }

    private static List<Long> present(EmbeddedStorage storage, int count) {
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Entry> entry = storage.get("/" + i);
            assertThat(entry).as("/" + i).isPresent();
            revisions.add(entry.get().revision());
        }
        return revisions;
    }

    private byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
