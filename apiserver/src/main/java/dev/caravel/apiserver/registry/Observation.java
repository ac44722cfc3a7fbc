package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.WantedFields;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.cache.CacheEvent;
import dev.caravel.apiserver.storage.cache.CachedObject;
import dev.caravel.apiserver.storage.cache.WatchCache;
import dev.caravel.apiserver.storage.cache.Watcher;
import dev.caravel.apiserver.storage.cache.Watcher.Changed;
import dev.caravel.apiserver.storage.cache.Watcher.Expired;
import dev.caravel.apiserver.storage.cache.Watcher.Present;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Tells one observer of a resource's objects, and of the fact that it cannot be told of some. For one thread. */
final class Observation {
    private static final Logger log = Logger.getLogger(Observation.class);
    private static final List<String> IDENTITY =
            List.of(".apiVersion", ".kind", ".metadata.name", ".metadata.namespace", ".metadata.uid");
    private static final Duration FOREVER = Duration.ofDays(365);

    private final WatchCache cache;
    private final Resource resource;
    private final String prefix;
    private final Observer observer;
    private final Optional<WantedFields> wanted;

    /** What the observer was told of, by key: the cache's own, so that remembering them costs next to nothing. */
    private final Map<String, CachedObject> known = new HashMap<>();

    /** The keys of what is there, and the observer knows nothing of. */
    private final Set<String> untold = new HashSet<>();

    Observation(WatchCache cache, Resource resource, String prefix, Observer observer) {
        this.cache = cache;
        this.resource = resource;
        this.prefix = prefix;
        this.observer = observer;
        this.wanted = Optional.of(observer.fields())
                .filter(fields -> !fields.isEmpty())
                .map(fields -> WantedFields.of(
                        Stream.concat(IDENTITY.stream(), fields.stream()).toList()));
    }

    void run() throws InterruptedException {
        while (true) {
            follow();
        }
    }

    /** Returns when the cache has lost its place; then the present state is told anew. */
    private void follow() throws InterruptedException {
        Set<String> gone = new HashSet<>(known.keySet());
        untold.clear();
        boolean present = false;
        Watcher watcher = cache.watchFromNow(resource, prefix);
        try {
            while (true) {
                Optional<Watcher.Signal> signal = watcher.take(FOREVER);
                if (signal.isEmpty()) {
                    continue;
                }
                switch (signal.get()) {
                    case Changed(CacheEvent event) -> {
                        gone.remove(event.object().key());
                        boolean partly = !untold.isEmpty();
                        tell(event);
                        if (present && partly != !untold.isEmpty()) {
                            tellHowMuch();
                        }
                    }
                    case Present(long _, Set<String> unreadable) -> {
                        gone.removeAll(unreadable);
                        gone.forEach(this::tellOfLoss);
                        unreadable.stream()
                                .filter(key -> !known.containsKey(key))
                                .forEach(untold::add);
                        tellHowMuch();
                        present = true;
                    }
                    case Expired() -> {
                        return;
                    }
                }
            }
        } finally {
            cache.unwatch(resource, watcher);
        }
    }

    private void tellHowMuch() {
        if (untold.isEmpty()) {
            observer.synced();
        } else {
            observer.partlySynced();
        }
    }

    private void tell(CacheEvent event) {
        CachedObject cached = event.object();
        ObjectNode object = tree(cached);
        if (event.deleted()) {
            known.remove(cached.key());
            untold.remove(cached.key());
            observer.deleted(object);
            return;
        }
        try {
            observer.set(object);
            known.put(cached.key(), cached);
            untold.remove(cached.key());
        } catch (RuntimeException e) {
            // Well-formed, yet not what the resource's objects are like: as good as unreadable, and no reason to miss
            // others.
            log.errorf(e, "cannot make anything of %s at revision %d", cached.key(), cached.revision());
            if (!known.containsKey(cached.key())) {
                untold.add(cached.key());
            }
        }
    }

    /** Of a deletion that was missed. */
    private void tellOfLoss(String key) {
        observer.deleted(tree(known.remove(key)));
    }

    private ObjectNode tree(CachedObject object) {
        return wanted.map(fields -> Reads.part(resource, object, fields))
                .orElseGet(() -> Reads.unmanagedTree(resource, object));
    }
}
