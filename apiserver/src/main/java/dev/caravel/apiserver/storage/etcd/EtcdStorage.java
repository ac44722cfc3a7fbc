package dev.caravel.apiserver.storage.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.UnsafeByteOperations;
import dev.caravel.apiserver.storage.Storage;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.OptionsUtil;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link Storage} in etcd. Each write is one transaction that compares the key's revision. */
public final class EtcdStorage implements Storage {
    /** Upstream's for a request that etcd does not answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Client client;
    private final EventLeases leases;

    /** @param leaseReuse how long at most keys that expire are given the same lease */
    public EtcdStorage(Client client, Duration leaseReuse, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.leases = new EventLeases(client.getLeaseClient(), leaseReuse, clock);
    }

    @Override
    public Optional<Entry> get(String key) {
        GetResponse response = await(client.getKVClient().get(bytes(key)));
        return response.getKvs().stream().findFirst().map(EtcdStorage::entry);
    }

    @Override
    public Page list(String prefix, String startKey, long limit, long revision) {
        // In no order that is asked for: keys are in order, and etcd reads all of them for a page when one is named.
        GetOption option = GetOption.builder()
                .withRange(OptionsUtil.prefixEndOf(bytes(prefix)))
                .withLimit(limit)
                .withRevision(revision)
                .build();
        GetResponse response = await(client.getKVClient().get(bytes(startKey), option));
        List<Entry> entries = response.getKvs().stream().map(EtcdStorage::entry).toList();
        return new Page(
                entries,
                revision == 0 ? response.getHeader().getRevision() : revision,
                response.isMore(),
                response.getCount() - entries.size());
    }

    @Override
    public Optional<Long> create(String key, byte[] value, long ttlSeconds) {
        return commit(new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.version(0)), put(key, value, ttlSeconds));
    }

    @Override
    public Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds) {
        return commit(unchanged(key, expectedRevision), put(key, value, ttlSeconds));
    }

    @Override
    public Optional<Long> delete(String key, long expectedRevision) {
        return commit(unchanged(key, expectedRevision), Op.delete(bytes(key), DeleteOption.DEFAULT));
    }

    private Optional<Long> commit(Cmp condition, Op operation) {
        TxnResponse response =
                await(client.getKVClient().txn().If(condition).Then(operation).commit());
        return response.isSucceeded() ? Optional.of(response.getHeader().getRevision()) : Optional.empty();
    }

    private Op put(String key, byte[] value, long ttlSeconds) {
        PutOption option = ttlSeconds == 0
                ? PutOption.DEFAULT
                : PutOption.builder().withLeaseId(leases.lease(ttlSeconds)).build();
        return Op.put(bytes(key), ByteSequence.from(UnsafeByteOperations.unsafeWrap(value)), option);
    }

    private static Cmp unchanged(String key, long revision) {
        return new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return Multi.createFrom().emitter(emitter -> {
            WatchOption option = WatchOption.builder()
                    .isPrefix(true)
                    .withRevision(afterRevision + 1)
                    .withPrevKV(true)
                    .withProgressNotify(true)
                    .build();
            Watch.Watcher watcher = client.getWatchClient()
                    .watch(
                            bytes(prefix),
                            option,
                            Watch.listener(
                                    response -> emit(response, emitter),
                                    failure -> emitter.fail(translate(failure)),
                                    emitter::complete));
            emitter.onTermination(watcher::close);
        });
    }

    private static void emit(WatchResponse response, MultiEmitter<? super Event> emitter) {
        if (response.getEvents().isEmpty()) {
            emitter.emit(new Progress(response.getHeader().getRevision()));
        }
        for (WatchEvent event : response.getEvents()) {
            Optional<Entry> previous = Optional.ofNullable(event.getPrevKV())
                    .filter(kv -> !kv.getKey().isEmpty())
                    .map(EtcdStorage::entry);
            KeyValue kv = event.getKeyValue();
            emitter.emit(
                    switch (event.getEventType()) {
                        case PUT -> new Put(entry(kv), previous);
                        case DELETE -> new Delete(kv.getKey().toString(UTF_8), previous, kv.getModRevision());
                        case UNRECOGNIZED -> throw new StorageException("etcd sent an event of no known type", null);
                    });
        }
    }

    @Override
    public long currentRevision() {
        // A linearizable read of a key that need not exist: its header carries the revision.
        return await(client.getKVClient()
                        .get(bytes("/"), GetOption.builder().withCountOnly(true).build()))
                .getHeader()
                .getRevision();
    }

    @Override
    public void close() {
        client.close();
    }

    private static Entry entry(KeyValue kv) {
        return new Entry(kv.getKey().toString(UTF_8), kv.getValue().getBytes(), kv.getModRevision());
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw translate(e.getCause());
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new StorageException("etcdserver: request timed out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for etcd", e);
        }
    }

    private static StorageException translate(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("required revision has been compacted")
                ? new CompactedException(message)
                : new StorageException("etcd: " + message, failure);
    }
}
