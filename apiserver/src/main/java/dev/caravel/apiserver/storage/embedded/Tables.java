package dev.caravel.apiserver.storage.embedded;

import static dev.caravel.apiserver.storage.embedded.StoredValue.GONE;

import dev.caravel.apiserver.storage.Storage.CompactedException;
import dev.caravel.apiserver.storage.Storage.Delete;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Event;
import dev.caravel.apiserver.storage.Storage.Page;
import dev.caravel.apiserver.storage.Storage.Put;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The tables of the store, as etcd has them: what each key held by revision, and which key each revision changed. One thread
 * writes; any may read meanwhile, and sees no more than the revision that it asks for.
 */
final class Tables {
    private static final String REVISION = "revision";
    private static final String COMPACTED = "compacted";
    /** An etcd that nobody has written to is at 1. */
    private static final long FIRST = 1;

    private final MVMap<VersionedKey, byte[]> versions;
    private final MVMap<Long, String> changes;
    /** The keys that are there, with the revision of their last change. */
    private final MVMap<String, Long> present;

    private final MVMap<Expiry, String> expiries;
    private final MVMap<String, Long> marks;

    Tables(MVStore store) {
        this.versions = open(store, "versions", VersionedKey.TYPE, StoredValue.TYPE);
        this.changes = open(store, "changes", LongDataType.INSTANCE, StringDataType.INSTANCE);
        this.present = open(store, "present", StringDataType.INSTANCE, LongDataType.INSTANCE);
        this.expiries = open(store, "expiries", Expiry.TYPE, StringDataType.INSTANCE);
        this.marks = open(store, "marks", StringDataType.INSTANCE, LongDataType.INSTANCE);
    }

    private static <K, V> MVMap<K, V> open(MVStore store, String name, DataType<K> keys, DataType<V> values) {
        return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
    }

    /** The revision of the last change. */
    long revision() {
        return marks.getOrDefault(REVISION, FIRST);
    }

    /** What was valid before this revision is not known any more. */
    long compacted() {
        return marks.getOrDefault(COMPACTED, 0L);
    }

    /** The revision of a key's last change; 0 when it is not there. */
    long present(String key) {
        return present.getOrDefault(key, 0L);
    }

    // ---- writing, by one thread ----

    /** @param due when the key goes, in milliseconds since the epoch; 0 for never */
    void put(String key, byte[] value, long revision, long due) {
        versions.put(new VersionedKey(key, revision), value);
        present.put(key, revision);
        if (due > 0) {
            expiries.put(new Expiry(due, revision), key);
        }
        changed(key, revision);
    }

    void delete(String key, long revision) {
        versions.put(new VersionedKey(key, revision), GONE);
        present.remove(key);
        changed(key, revision);
    }

    private void changed(String key, long revision) {
        changes.put(revision, key);
        marks.put(REVISION, revision);
    }

    /** Forgets what was valid only before a revision. */
    void compact(long to) {
        for (Long revision = changes.firstKey();
                revision != null && revision <= to;
                revision = changes.higherKey(revision)) {
            String key = changes.get(revision);
            forgetBefore(key, revision);
            if (revision < to) {
                if (versions.get(new VersionedKey(key, revision)) == GONE) {
                    versions.remove(new VersionedKey(key, revision));
                }
                changes.remove(revision);
            }
        }
        marks.put(COMPACTED, to);
    }

    /** Goes on from a revision, if it has not been reached. */
    void raise(long revision) {
        if (revision > revision()) {
            marks.put(REVISION, revision);
            compact(revision);
        }
    }

    private void forgetBefore(String key, long revision) {
        VersionedKey known = new VersionedKey(key, revision);
        for (VersionedKey older = versions.higherKey(known);
                older != null && older.key().equals(key);
                older = versions.higherKey(known)) {
            versions.remove(older);
        }
    }

    Optional<Expiry> firstExpiry() {
        return Optional.ofNullable(expiries.firstKey());
    }

    /** The key that was to go; the expiry is forgotten. */
    String expire(Expiry expiry) {
        return expiries.remove(expiry);
    }

    // ---- reading, by any thread ----

    Optional<Entry> get(String key, long revision) {
        VersionedKey version = versions.ceilingKey(new VersionedKey(key, revision));
        if (version == null || !version.key().equals(key)) {
            return Optional.empty();
        }
        byte[] value = versions.get(version);
        if (value == null) { // compacted since: there is a newer version that was valid at that revision's successor
            throw compacted(revision);
        }
        return value == GONE ? Optional.empty() : Optional.of(new Entry(key, value, version.revision()));
    }

    Page list(String prefix, String startKey, long limit, long revision) {
        requireKept(revision);
        List<Entry> entries = new ArrayList<>();
        String end = prefix + Character.MAX_VALUE;
        Cursor<VersionedKey, byte[]> cursor = versions.cursor(VersionedKey.newest(startKey));
        String done = null;
        boolean more = false;
        while (cursor.hasNext()) {
            VersionedKey version = cursor.next();
            if (version.key().compareTo(end) >= 0) {
                break;
            }
            if (version.revision() > revision || version.key().equals(done)) {
                continue;
            }
            done = version.key();
            if (cursor.getValue() != GONE) {
                if (limit > 0 && entries.size() == limit) {
                    more = true;
                    break;
                }
                entries.add(new Entry(done, cursor.getValue(), version.revision()));
            }
        }
        return new Page(entries, revision, more, more ? count(done, end, revision) : 0);
    }

    /** How many keys there were from one to before another, counted from those that are there and what has changed since. */
    private long count(String from, String end, long revision) {
        long count = index(end) - index(from);
        Set<String> seen = new HashSet<>();
        Cursor<Long, String> later = changes.cursor(revision + 1);
        while (later.hasNext()) {
            later.next();
            String key = later.getValue();
            if (key.compareTo(from) >= 0 && key.compareTo(end) < 0 && seen.add(key)) {
                count += (get(key, revision).isPresent() ? 1 : 0) - (present.containsKey(key) ? 1 : 0);
            }
        }
        return count;
    }

    private long index(String key) {
        long index = present.getKeyIndex(key);
        return index < 0 ? -index - 1 : index;
    }

    /** Some of the changes after one revision and up to another, in order, below all prefixes. */
    List<Event> events(long after, long upTo, int limit) {
        requireKept(after + 1);
        List<Event> events = new ArrayList<>();
        Cursor<Long, String> cursor = changes.cursor(after + 1);
        while (events.size() < limit && cursor.hasNext()) {
            long revision = cursor.next();
            if (revision > upTo) {
                break;
            }
            events.add(event(cursor.getValue(), revision));
        }
        requireKept(after + 1); // or some of them may have gone meanwhile
        return events;
    }

    private Event event(String key, long revision) {
        Optional<Entry> previous = get(key, revision - 1);
        return get(key, revision)
                .<Event>map(entry -> new Put(entry, previous))
                .orElseGet(() -> new Delete(key, previous, revision));
    }

    private void requireKept(long revision) {
        if (revision < compacted()) {
            throw compacted(revision);
        }
    }

    private CompactedException compacted(long revision) {
        return new CompactedException(
                "required revision has been compacted: %d, from %d on is known".formatted(revision, compacted()));
    }
}
