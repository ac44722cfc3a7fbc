package dev.caravel.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.apiserver.fixture.EtcdProcess;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.CompactedException;
import dev.caravel.apiserver.storage.etcd.Compactor.Mark;
import io.etcd.jetcd.Client;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Compaction")
class CompactorIT {
    private EtcdProcess etcd;
    private Client client;
    private Storage storage;

    @BeforeEach
    void start() throws Exception {
        etcd = EtcdProcess.start();
        client = EtcdConnection.open(etcd.flags());
        storage = new EtcdStorage(client, Duration.ofSeconds(60), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        storage.close();
        etcd.close();
    }

    @Test
    @DisplayName("forgets, in a round, what was old in the round before")
    void twoRounds() throws Exception {
        long old = storage.create("/registry/a", new byte[] {1}, 0).orElseThrow();

        Mark first = Compactor.round(client, Mark.NONE);
        assertThat(storage.list("/registry/", "/registry/", 0, old).entries()).hasSize(1);
        Mark second = Compactor.round(client, first);

        assertThatThrownBy(() -> storage.list("/registry/", "/registry/", 0, old))
                .isInstanceOf(CompactedException.class);
        assertThat(storage.list("/registry/", "/registry/", 0, second.revision())
                        .entries())
                .hasSize(1);
    }

    @Test
    @DisplayName("is done by one of several servers")
    void severalServers() throws Exception {
        Mark mine = Compactor.round(client, Mark.NONE);
        Mark others = Compactor.round(client, Mark.NONE);
        assertThat(others.version()).isEqualTo(mine.version());
        long between = storage.create("/registry/b", new byte[] {1}, 0).orElseThrow();

        Compactor.round(client, others);
        Mark late = Compactor.round(client, mine);

        assertThat(late.version()).isEqualTo(2);
        assertThat(storage.list("/registry/", "/registry/", 0, between).entries())
                .hasSize(1);
    }
}
