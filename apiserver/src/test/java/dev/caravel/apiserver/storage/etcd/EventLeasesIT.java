package dev.caravel.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravel.apiserver.fixture.EtcdProcess;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.Delete;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.LeaseOption;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Keys that expire")
class EventLeasesIT {
    private static final long HOUR = 3_600;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private EtcdProcess etcd;
    private Client client;
    private Storage storage;

    @BeforeEach
    void start() throws Exception {
        etcd = EtcdProcess.start();
        client = EtcdConnection.open(etcd.flags());
        storage = new EtcdStorage(client, Duration.ofSeconds(60), new Movable());
    }

    @AfterEach
    void stop() {
        storage.close();
        etcd.close();
    }

    @Test
    @DisplayName("share a lease that outlives them by the time for which it is shared, and get another one after that")
    void shared() throws Exception {
        storage.create("/events/a", new byte[] {1}, HOUR);
        now.set(Instant.EPOCH.plusSeconds(59));
        storage.create("/events/b", new byte[] {1}, HOUR);
        now.set(Instant.EPOCH.plusSeconds(60));
        storage.create("/events/c", new byte[] {1}, HOUR);

        assertThat(lease("/events/b")).isEqualTo(lease("/events/a"));
        assertThat(lease("/events/c")).isNotEqualTo(lease("/events/a"));
        assertThat(grantedSeconds("/events/a")).isEqualTo(HOUR + 60);
    }

    @Test
    @DisplayName("outlive their time by a twentieth of it at most")
    void shortLife() throws Exception {
        storage.create("/events/a", new byte[] {1}, 100);

        assertThat(grantedSeconds("/events/a")).isEqualTo(105);
    }

    @Test
    @DisplayName("do not share a lease with more than a thousand others")
    void many() throws Exception {
        for (int i = 0; i <= 1_000; i++) {
            storage.create("/events/" + i, new byte[] {1}, HOUR);
        }

        assertThat(lease("/events/999")).isEqualTo(lease("/events/0"));
        assertThat(lease("/events/1000")).isNotEqualTo(lease("/events/0"));
    }

    @Test
    @DisplayName("are gone when their time is over, which a watch tells; a key without a lifetime stays")
    void gone() {
        long start = storage.create("/events/forever", new byte[] {1}, 0).orElseThrow();
        storage.create("/events/brief", new byte[] {1}, 1);

        Storage.Event deleted = storage.watch("/events/", start)
                .select()
                .where(Delete.class::isInstance)
                .collect()
                .first()
                .await()
                .atMost(Duration.ofSeconds(60));

        assertThat(deleted).isInstanceOfSatisfying(Delete.class, event -> assertThat(event.key())
                .isEqualTo("/events/brief"));
        assertThat(storage.get("/events/forever")).isPresent();
    }

    private long lease(String key) throws Exception {
        return client.getKVClient().get(ByteSequence.from(key, StandardCharsets.UTF_8)).get().getKvs().stream()
                .mapToLong(KeyValue::getLease)
                .findFirst()
                .orElseThrow();
    }

    private long grantedSeconds(String key) throws Exception {
        return client.getLeaseClient()
                .timeToLive(lease(key), LeaseOption.DEFAULT)
                .get()
                .getGrantedTTL();
    }

    private final class Movable extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
