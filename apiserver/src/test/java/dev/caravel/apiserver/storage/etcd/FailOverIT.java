package dev.caravel.apiserver.storage.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.EtcdCluster;
import dev.caravel.apiserver.flags.EtcdFlags;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.Put;
import dev.caravel.apiserver.storage.Storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Storage in three members of etcd, over TLS,")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FailOverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EtcdCluster etcd;
    private Storage storage;

    @BeforeEach
    void start() throws Exception {
        etcd = EtcdCluster.start();
        storage = storage(etcd.flags());
    }

    @AfterEach
    void stop() throws Exception {
        storage.close();
        etcd.close();
    }

    private static Storage storage(EtcdFlags flags) throws Exception {
        return new EtcdStorage(EtcdConnection.open(flags), Duration.ofSeconds(60), Clock.systemUTC());
    }

    /** As a client would: a write that failed may have been done, so that the key is a new one each time. */
    private long written(String prefix) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; ; i++) {
            try {
                return storage.create(prefix + i, "{}".getBytes(UTF_8), 0).orElseThrow();
            } catch (StorageException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest(name = "member {0}")
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("reads and writes on when a member dies, and a watch that failed with it is begun again at another")
    void memberDies(int member) throws Exception {
        long start = written("/before/");
        BlockingQueue<Put> seen = new LinkedBlockingQueue<>();
        storage.watch("/after/", start)
                .onFailure()
                .retry()
                .indefinitely()
                .subscribe()
                .with(event -> {
                    if (event instanceof Put put) {
                        seen.add(put);
                    }
                });
        written("/after/0/");
        assertThat(seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();

        etcd.kill(member);

        long later = written("/after/1/");
        assertThat(storage.list("/before/", "/before/", 0, 0).entries()).isNotEmpty();
        Put put;
        do {
            put = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(put).as("what was written after the member died").isNotNull();
        } while (put.revision() < later);
    }

    @Test
    @DisplayName("answers no client without a certificate")
    void stranger() throws Exception {
        written("/before/");
        EtcdFlags flags = etcd.flags();
        flags.certFile = null;
        flags.keyFile = null;

        try (Storage strange = storage(flags)) {
            assertThatThrownBy(() -> strange.get("/before/0")).isInstanceOf(StorageException.class);
        }
    }
}
