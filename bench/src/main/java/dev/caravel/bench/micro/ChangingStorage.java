package dev.caravel.bench.micro;

import dev.caravel.apiserver.storage.Storage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.List;
import java.util.Optional;

/** A store with one object, which changes when it is told to; nobody can write to it. */
final class ChangingStorage implements Storage {
    private final String key;
    private final byte[] value;
    private long revision = 1;
    private MultiEmitter<? super Event> watcher;

    ChangingStorage(String key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    /** The watch has heard of it when this returns. */
    void change() {
        revision++;
        watcher.emit(new Put(entry(), Optional.empty()));
    }

    private Entry entry() {
        return new Entry(key, value, revision);
    }

    @Override
    public Optional<Entry> get(String wanted) {
        return wanted.equals(key) ? Optional.of(entry()) : Optional.empty();
    }

    @Override
    public Page list(String prefix, String startKey, long limit, long at) {
        List<Entry> entries = key.startsWith(prefix) ? List.of(entry()) : List.of();
        return new Page(entries, revision, false, 0);
    }

    @Override
    public Optional<Long> create(String created, byte[] bytes, long ttlSeconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Long> replace(String replaced, byte[] bytes, long expectedRevision, long ttlSeconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Long> delete(String deleted, long expectedRevision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return Multi.createFrom().emitter(emitter -> watcher = emitter);
    }

    @Override
    public long currentRevision() {
        return revision;
    }

    @Override
    public void close() {}
}
