package dev.caravel.apiserver.storage;

import static java.util.Objects.requireNonNull;

import io.smallrye.mutiny.Multi;
import java.util.Optional;

/**
 * A storage that keeps values in another form than it is asked for. A value that cannot be read is an error where it alone is
 * asked for; in lists and watches it comes as it is stored and with its fault, because one such value must not take all others with it.
 */
public abstract class TransformedStorage implements Storage {
    private final Storage storage;

    protected TransformedStorage(Storage storage) {
        this.storage = requireNonNull(storage, "storage is null");
    }

    /** @throws UnreadableException when the value cannot be read */
    protected abstract Entry read(Entry stored);

    /** The value as it is stored. */
    protected byte[] write(String key, byte[] value) {
        return value;
    }

    /** Takes events from whoever tells them, who may be no one to wait. */
    protected Multi<Event> handOver(Multi<Event> events) {
        return events;
    }

    private Entry readIfPossible(Entry stored) {
        if (stored.fault().isPresent()) {
            return stored;
        }
        try {
            return read(stored);
        } catch (UnreadableException e) {
            return stored.unreadable(e);
        }
    }

    @Override
    public final Optional<Entry> get(String key) {
        return storage.get(key).map(this::read);
    }

    @Override
    public final Page list(String prefix, String startKey, long limit, long revision) {
        Page page = storage.list(prefix, startKey, limit, revision);
        return new Page(
                page.entries().stream().map(this::readIfPossible).toList(),
                page.revision(),
                page.more(),
                page.remaining());
    }

    @Override
    public final Optional<Long> create(String key, byte[] value, long ttlSeconds) {
        return storage.create(key, write(key, value), ttlSeconds);
    }

    @Override
    public final Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds) {
        return storage.replace(key, write(key, value), expectedRevision, ttlSeconds);
    }

    @Override
    public final Optional<Long> delete(String key, long expectedRevision) {
        return storage.delete(key, expectedRevision);
    }

    @Override
    public final Multi<Event> watch(String prefix, long afterRevision) {
        return handOver(storage.watch(prefix, afterRevision)).map(event -> switch (event) {
            case Put put -> new Put(readIfPossible(put.entry()), put.previous().map(this::readIfPossible));
            case Delete delete ->
                new Delete(delete.key(), delete.previous().map(this::readIfPossible), delete.revision());
            case Progress progress -> progress;
        });
    }

    @Override
    public final long currentRevision() {
        return storage.currentRevision();
    }

    @Override
    public final void close() {
        storage.close();
    }
}
