package dev.caravel.apiserver.storage.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A storage that a test writes, and that says when the watch hears of it: at once, or never. */
public final class MemoryStorage implements Storage {
    private final NavigableMap<String, Entry> entries = new TreeMap<>();
    private MultiEmitter<? super Event> watcher;
    private long revision;

    /** What the watch hears of. */
    public synchronized long write(String key, String json) {
        Entry entry = writeUnheard(key, json);
        watcher.emit(new Put(entry, Optional.empty()));
        return revision;
    }

    public synchronized Entry writeUnheard(String key, String json) {
        Entry entry = new Entry(key, json.getBytes(UTF_8), ++revision);
        entries.put(key, entry);
        return entry;
    }

    /** A value that no key opens, until it is written as it is by {@link #unseal}. */
    public synchronized void writeSealed(String key) {
        var why = new UnreadableException(Step.TRANSFORM, key, new GeneralSecurityException("the key is not there"));
        entries.put(key, new Entry(key, new byte[0], ++revision, false, Optional.of(why)));
    }

    public synchronized void unseal(String key, String json) {
        entries.put(key, new Entry(key, json.getBytes(UTF_8), entries.get(key).revision()));
    }

    public synchronized long remove(String key) {
        Entry last = entries.remove(key);
        watcher.emit(new Delete(key, Optional.of(last), ++revision));
        return revision;
    }

    /** As if somebody had written what this server does not watch, and etcd had told how far it is. */
    public synchronized long progress() {
        watcher.emit(new Progress(++revision));
        return revision;
    }

    public synchronized void loseWatch() {
        watcher.fail(new CompactedException("required revision has been compacted"));
    }

    @Override
    public synchronized Page list(String prefix, String startKey, long limit, long at) {
        List<Entry> found = List.copyOf(
                entries.subMap(startKey, prefix + Character.MAX_VALUE).values());
        return new Page(found, revision, false, 0);
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return Multi.createFrom().emitter(emitter -> watcher = emitter);
    }

    @Override
    public synchronized long currentRevision() {
        return revision;
    }

    @Override
    public Optional<Entry> get(String key) {
        throw new UnsupportedOperationException("a cache reads everything");
    }

    @Override
    public Optional<Long> create(String key, byte[] value, long ttlSeconds) {
        throw new UnsupportedOperationException("a cache does not write");
    }

    @Override
    public Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds) {
        throw new UnsupportedOperationException("a cache does not write");
    }

    @Override
    public Optional<Long> delete(String key, long expectedRevision) {
        throw new UnsupportedOperationException("a cache does not write");
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
