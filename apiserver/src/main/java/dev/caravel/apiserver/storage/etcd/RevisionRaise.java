package dev.caravel.apiserver.storage.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage.StorageException;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/** Brings etcd's revision up by writing one key as often as it takes, and lets it forget all that. */
public final class RevisionRaise implements LongConsumer {
    private static final ByteSequence KEY = ByteSequence.from("caravel_raise_revision", UTF_8);
    /** So many writes are under way at a time, which share etcd's wait for the disk. */
    private static final int AT_ONCE = 1_000;

    private final KV etcd;

    public RevisionRaise(Client client) {
        this.etcd = requireNonNull(client, "client is null").getKVClient();
    }

    @Override
    public void accept(long wanted) {
        try {
            long revision = etcd.delete(KEY).get().getHeader().getRevision();
            while (revision < wanted) {
                revision = write((int) Math.min(AT_ONCE, wanted - revision));
            }
            if (revision > 1) {
                etcd.delete(KEY).get();
                etcd.compact(revision).get();
            }
        } catch (ExecutionException e) {
            throw new StorageException("etcd: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for etcd", e);
        }
    }

    private long write(int times) throws ExecutionException, InterruptedException {
        List<CompletableFuture<Long>> writes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            writes.add(etcd.put(KEY, KEY).thenApply(answer -> answer.getHeader().getRevision()));
        }
        long newest = 0;
        for (CompletableFuture<Long> write : writes) {
            newest = Math.max(newest, write.get());
        }
        return newest;
    }
}
