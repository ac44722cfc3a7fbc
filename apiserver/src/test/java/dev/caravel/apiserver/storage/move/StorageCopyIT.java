package dev.caravel.apiserver.storage.move;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.EtcdProcess;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.CompactedException;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.StorageException;
import dev.caravel.apiserver.storage.embedded.EmbeddedStorage;
import dev.caravel.apiserver.storage.etcd.EtcdConnection;
import dev.caravel.apiserver.storage.etcd.EtcdStorage;
import dev.caravel.apiserver.storage.etcd.RevisionRaise;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A copy from one store to another")
class StorageCopyIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration TTL = Duration.ofHours(1);
    private static final String PREFIX = "/registry/";

    @TempDir
    Path directory;

    private EtcdProcess process;
    private Storage etcd;
    private EmbeddedStorage first;
    private EmbeddedStorage second;

    @BeforeEach
    void open() throws Exception {
        process = EtcdProcess.start();
        etcd = new EtcdStorage(EtcdConnection.open(process.flags()), Duration.ofSeconds(60), CLOCK);
        first = EmbeddedStorage.open(directory.resolve("first"), CLOCK);
        second = EmbeddedStorage.open(directory.resolve("second"), CLOCK);
    }

    @AfterEach
    void close() {
        List.of(etcd, first, second).forEach(Storage::close);
        process.close();
    }

    @Test
    @DisplayName(
            "to etcd and back has every value, in the order of its last change, at revisions beyond all that were before")
    void thereAndBack() throws Exception {
        fill(first);

        assertThat(new StorageCopy(first, etcd, new RevisionRaise(EtcdConnection.open(process.flags())), TTL)
                        .run(PREFIX))
                .isEqualTo(101);
        assertThat(values(etcd)).isEqualTo(values(first));
        assertThat(oldest(etcd)).isGreaterThan(first.currentRevision());

        assertThat(new StorageCopy(etcd, second, second::raise, TTL).run(PREFIX))
                .isEqualTo(101);
        assertThat(values(second)).isEqualTo(values(first));
        assertThat(oldest(second)).isGreaterThan(etcd.currentRevision());
    }

    @Test
    @DisplayName("leaves no revision from before to be watched from: whoever asks is told to list anew")
    void watches() {
        fill(first);
        long before = first.currentRevision();

        new StorageCopy(first, second, second::raise, TTL).run(PREFIX);

        assertThatThrownBy(() -> second.watch(PREFIX, before - 10)
                        .collect()
                        .first()
                        .await()
                        .atMost(Duration.ofSeconds(30)))
                .isInstanceOf(CompactedException.class);
    }

    @Test
    @DisplayName("goes into an empty store only, and changes nothing in one that is not")
    void notEmpty() {
        fill(first);
        second.create(PREFIX + "pods/a/there", bytes("x"), 0);
        long before = second.currentRevision();

        assertThatThrownBy(() -> new StorageCopy(first, second, second::raise, TTL).run(PREFIX))
                .isInstanceOf(StorageException.class)
                .hasMessage("there are objects in the target already; it has to be empty");
        assertThat(second.currentRevision()).isEqualTo(before);
    }

    /** A hundred pods, half of them changed again, in another order than that of their names; and an event. */
    private static void fill(Storage storage) {
        for (int i = 99; i >= 0; i--) {
            long created = storage.create(key(i), bytes("created " + i), 0).orElseThrow();
            if (i % 2 == 0) {
                storage.replace(key(i), bytes("changed \0 " + i), created, 0);
            }
        }
        storage.create(PREFIX + "events/a/e", bytes("event"), 60);
    }

    private static String key(int i) {
        return PREFIX + "pods/a/pod-" + i;
    }

    private static List<String> values(Storage storage) {
        return storage.list(PREFIX, PREFIX, 0, 0).entries().stream()
                .sorted(Comparator.comparingLong(Entry::revision))
                .map(entry -> entry.key() + "=" + new String(entry.value(), UTF_8))
                .toList();
    }

    private static long oldest(Storage storage) {
        return storage.list(PREFIX, PREFIX, 0, 0).entries().stream()
                .mapToLong(Entry::revision)
                .min()
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
