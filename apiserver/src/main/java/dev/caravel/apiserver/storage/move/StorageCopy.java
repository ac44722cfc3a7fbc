package dev.caravel.apiserver.storage.move;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.Storage.Page;
import dev.caravel.apiserver.storage.Storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Every key with its value, byte for byte, in the order of their last changes, into a store that is empty. The revisions there are
 * all beyond those here, so that no client knows of one that is still to come, and every watch from before is told to list anew.
 * Nobody may write meanwhile.
 */
public final class StorageCopy {
    private static final int PAGE = 1_000;

    private final Storage from;
    private final Storage to;
    private final LongConsumer raise;
    private final Duration eventTtl;

    private record Key(String name, long revision) {}

    /**
     * @param raise brings the revision of {@code to} at least to this one, and lets it forget what was before
     * @param eventTtl how long events stay: when they were to go cannot be read
     */
    public StorageCopy(Storage from, Storage to, LongConsumer raise, Duration eventTtl) {
        this.from = requireNonNull(from, "from is null");
        this.to = requireNonNull(to, "to is null");
        this.raise = requireNonNull(raise, "raise is null");
        this.eventTtl = requireNonNull(eventTtl, "eventTtl is null");
    }

    /**
     * How many keys were copied.
     *
     * @param prefix of the keys, with a slash at either end
     * @throws StorageException when something is below the prefix already
     */
    public int run(String prefix) {
        if (!to.list(prefix, prefix, 1, 0).entries().isEmpty()) {
            throw new StorageException("there are objects in the target already; it has to be empty", null);
        }
        List<Key> keys = keys(prefix);
        raise.accept(from.currentRevision());
        for (Key key : keys) {
            Entry entry = from.get(key.name())
                    .filter(it -> it.revision() == key.revision())
                    .orElseThrow(() -> new StorageException(key.name() + " was changed meanwhile", null));
            to.create(key.name(), entry.value(), timeToLive(prefix, key.name()))
                    .orElseThrow(() -> new StorageException(key.name() + " was written meanwhile in the target", null));
        }
        return keys.size();
    }

    private List<Key> keys(String prefix) {
        List<Key> keys = new ArrayList<>();
        String start = prefix;
        long revision = 0;
        Page page;
        do {
            page = from.list(prefix, start, PAGE, revision);
            page.entries().forEach(entry -> keys.add(new Key(entry.key(), entry.revision())));
            revision = page.revision();
            start = keys.isEmpty() ? prefix : keys.getLast().name() + "\0";
        } while (page.more());
        keys.sort(Comparator.comparingLong(Key::revision));
        return keys;
    }

    private long timeToLive(String prefix, String key) {
        return key.startsWith(prefix + "events/") ? eventTtl.toSeconds() : 0;
    }
}
