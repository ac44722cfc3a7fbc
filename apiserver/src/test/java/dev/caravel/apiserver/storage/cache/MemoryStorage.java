package dev.caravel.apiserver.storage.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A storage that a test writes, and that says when the watch hears of it: at once, or never. */
public final class MemoryStorage implements Storage {
    private final NavigableMap<String, Entry> entries = new TreeMap<>();
    private final List<Event> history = new ArrayList<>();
    private MultiEmitter<? super Event> watcher;
    private long revision;
    private long compacted;
    private int refusals;

    /** What the watch hears of. */
    public synchronized long write(String key, String json) {
        Entry entry = writeUnheard(key, json);
        watcher.emit(new Put(entry, Optional.empty()));
        return revision;
    }

    /** What a watch hears of that begins later, at an earlier revision. */
    public synchronized Entry writeUnheard(String key, String json) {
        Entry entry = new Entry(key, json.getBytes(UTF_8), ++revision);
        entries.put(key, entry);
        history.add(new Put(entry, Optional.empty()));
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
        Delete delete = removeUnheard(key);
        watcher.emit(delete);
        return revision;
    }

    /** As {@link #writeUnheard}. */
    public synchronized Delete removeUnheard(String key) {
        Delete delete = new Delete(key, Optional.of(entries.remove(key)), ++revision);
        history.add(delete);
        return delete;
    }

    /** Several keys in one change, as when a lease ends; the watch hears of the first, and breaks. */
    public synchronized void breakWatchWithin(String first, String second) {
        long at = ++revision;
        for (String key : List.of(first, second)) {
            history.add(new Delete(key, Optional.of(entries.remove(key)), at));
        }
        watcher.emit(history.get(history.size() - 2));
        breakWatch();
    }

    /** As if somebody had written what this server does not watch, and etcd had told how far it is. */
    public synchronized long progress() {
        watcher.emit(new Progress(++revision));
        return revision;
    }

    public synchronized void loseWatch() {
        watcher.fail(new CompactedException("required revision has been compacted"));
    }

    /** As if the member had died that the watch was on. */
    public synchronized void breakWatch() {
        watcher.fail(new StorageException("UNAVAILABLE: io exception", null));
    }

    /** Forgets what happened, so that no watch can begin before now. */
    public synchronized void compact() {
        compacted = revision;
        history.clear();
    }

    /** Does not answer some of the questions for its revision. */
    public synchronized void refuse(int times) {
        refusals = times;
    }

    /** As if a backup had taken its place, from before all that happened after a revision. */
    public synchronized void goBackTo(long earlier) {
        entries.values().removeIf(entry -> entry.revision() > earlier);
        history.removeIf(event -> event.revision() > earlier);
        revision = earlier;
    }

    @Override
    public synchronized Page list(String prefix, String startKey, long limit, long at) {
        List<Entry> found = List.copyOf(
                entries.subMap(startKey, prefix + Character.MAX_VALUE).values());
        return new Page(found, revision, false, 0);
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return Multi.createFrom().emitter(emitter -> begin(afterRevision, emitter));
    }

    private synchronized void begin(long afterRevision, MultiEmitter<? super Event> emitter) {
        watcher = emitter;
        if (afterRevision < compacted) {
            loseWatch();
            return;
        }
        history.stream().filter(event -> event.revision() > afterRevision).forEach(emitter::emit);
    }

    @Override
    public synchronized long currentRevision() {
        if (refusals > 0) {
            refusals--;
            throw new StorageException("etcdserver: request timed out", null);
        }
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
