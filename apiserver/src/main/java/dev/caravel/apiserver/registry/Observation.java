package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jboss.logging.Logger;

/** Tells one observer of a resource's objects, and of the fact that it cannot be told of some. For one thread. */
final class Observation {
    private static final Logger log = Logger.getLogger(Observation.class);
    private static final Duration FOREVER = Duration.ofDays(365);

    private final WatchCache cache;
    private final Resource resource;
    private final String prefix;
    private final Observer observer;

    /** What the observer was told of, by key. */
    private final Map<String, ObjectNode> known = new HashMap<>();

    /** The keys of what is there, and the observer knows nothing of. */
    private final Set<String> untold = new HashSet<>();

    Observation(WatchCache cache, Resource resource, String prefix, Observer observer) {
        this.cache = cache;
        this.resource = resource;
        this.prefix = prefix;
        this.observer = observer;
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
        ObjectNode object = Reads.unmanagedTree(resource, cached);
        if (event.deleted()) {
            known.remove(cached.key());
            untold.remove(cached.key());
            observer.deleted(object);
            return;
        }
        try {
            ObjectNode identity = identity(object);
            observer.set(object);
            known.put(cached.key(), identity);
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

    private void tellOfLoss(String key) {
        observer.deleted(known.remove(key));
    }

    /** Enough to tell of a deletion that was missed. */
    private static ObjectNode identity(ObjectNode object) {
        ObjectNode identity = object.objectNode();
        identity.set("kind", object.get("kind"));
        ObjectNode metadata = identity.putObject("metadata");
        for (String field : List.of("namespace", "name", "uid")) {
            if (object.path("metadata").has(field)) {
                metadata.set(field, object.path("metadata").get(field));
            }
        }
        return identity;
    }
}
