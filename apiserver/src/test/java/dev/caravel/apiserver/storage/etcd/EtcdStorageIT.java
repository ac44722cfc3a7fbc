package dev.caravel.apiserver.storage.etcd;

import dev.caravel.apiserver.fixture.EtcdProcess;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.StorageContract;
import io.etcd.jetcd.Client;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("Storage in etcd")
class EtcdStorageIT extends StorageContract {
    private static EtcdProcess etcd;
    private static Storage storage;

    @BeforeAll
    static void start() throws Exception {
        etcd = EtcdProcess.start();
        storage = new EtcdStorage(EtcdConnection.open(etcd.flags()), Duration.ofSeconds(60), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        storage.close();
        etcd.close();
    }

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected void compact(long revision) throws Exception {
        try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            client.getKVClient().compact(revision).get();
        }
    }
}
