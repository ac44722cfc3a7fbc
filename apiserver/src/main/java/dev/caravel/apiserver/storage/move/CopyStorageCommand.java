package dev.caravel.apiserver.storage.move;

import dev.caravel.apiserver.flags.EtcdFlags;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.StorageException;
import dev.caravel.apiserver.storage.embedded.EmbeddedStorage;
import dev.caravel.apiserver.storage.etcd.EtcdConnection;
import dev.caravel.apiserver.storage.etcd.EtcdStorage;
import dev.caravel.apiserver.storage.etcd.RevisionRaise;
import io.etcd.jetcd.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-apiserver copy-storage}: while no server runs. */
@Command(
        name = "copy-storage",
        description =
                "Copies all objects from --data-dir to --etcd-servers, or the other way. No API server may run meanwhile.")
public final class CopyStorageCommand implements Callable<Integer> {
    /** The name of the first argument that stands for this command. */
    public static final String NAME = "copy-storage";

    enum Target {
        etcd,
        embedded
    }

    @Option(names = "--to", required = true, description = "Where to: ${COMPLETION-CANDIDATES}.")
    Target target;

    @Mixin
    EtcdFlags flags = new EtcdFlags();

    @Override
    public Integer call() throws Exception {
        try {
            System.out.println(copy() + " objects copied");
            return 0;
        } catch (StorageException | IllegalArgumentException e) {
            System.err.println("Error: kube-apiserver: copy-storage: " + e.getMessage());
            return 1;
        }
    }

    private int copy() throws IOException {
        if (flags.servers.isEmpty()) {
            throw new IllegalArgumentException("--etcd-servers must be specified");
        }
        if (target == Target.etcd && !Files.isDirectory(flags.dataDirectory)) {
            throw new IllegalArgumentException("there is no directory " + flags.dataDirectory);
        }
        Clock clock = Clock.systemUTC();
        Client client = EtcdConnection.open(flags);
        try (EmbeddedStorage embedded = EmbeddedStorage.open(flags.dataDirectory, clock);
                Storage etcd = new EtcdStorage(client, Duration.ofSeconds(flags.leaseReuseSeconds), clock)) {
            StorageCopy copy =
                    switch (target) {
                        case etcd -> new StorageCopy(embedded, etcd, new RevisionRaise(client), flags.eventTtl);
                        case embedded -> new StorageCopy(etcd, embedded, embedded::raise, flags.eventTtl);
                    };
            return copy.run(flags.keyPrefix());
        }
    }
}
