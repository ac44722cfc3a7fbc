package dev.caravel.apiserver.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.status.Statuses;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.Storage.Entry;
import dev.caravel.apiserver.storage.cache.ObjectEncoding;
import java.time.Duration;
import java.util.Optional;

/** Objects of a resource as trees, in the storage. Thread-safe; blocks. */
public final class ObjectStore {
    /**
     * An object in the version of its resource.
     *
     * @param revision to compare with when it is written
     * @param stale to be written even if nothing has changed; see {@link Entry#stale()}
     * @param current whether the storage itself has told it; otherwise there may be a newer one, and it may be stale
     */
    public record Stored(ObjectNode object, long revision, boolean stale, boolean current) {
        static Stored known(ObjectNode object, long revision) {
            return new Stored(object, revision, false, false);
        }
    }

    private final Storage storage;
    private final String prefix;
    private final long eventTtlSeconds;

    /**
     * @param prefix of all keys, for example {@code /registry/}
     * @param eventTtl how long events last, the one resource that expires; zero for ever
     */
    public ObjectStore(Storage storage, String prefix, Duration eventTtl) {
        this.storage = requireNonNull(storage, "storage is null");
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.eventTtlSeconds = eventTtl.toSeconds();
    }

    public String key(Resource resource, String namespace, String name) {
        return collectionKey(resource, namespace) + name;
    }

    /** What the keys of a collection begin with. */
    public String collectionKey(Resource resource, String namespace) {
        String collection = prefix + resource.definition().storagePrefix() + "/";
        return namespace.isEmpty() ? collection : collection + namespace + "/";
    }

    public Optional<Stored> get(Resource resource, String namespace, String name) {
        return storage.get(key(resource, namespace, name)).map(entry -> decode(resource, entry));
    }

    private static Stored decode(Resource resource, Entry entry) {
        ObjectNode object = resource.fromStorage(ObjectEncoding.decode(entry));
        resource.applyDefaults(object);
        return new Stored(object, entry.revision(), entry.stale(), true);
    }

    /**
     * Stores a new object and sets its resourceVersion.
     *
     * @throws dev.caravel.apiserver.status.ApiException AlreadyExists
     */
    public ObjectNode create(Target target, ObjectNode object, boolean dryRun) {
        String key = key(target.resource(), target.namespace(), target.name());
        if (dryRun) {
            if (storage.get(key).isPresent()) {
                throw Statuses.alreadyExists(target.groupResource(), target.name());
            }
            return object;
        }
        byte[] value = ObjectEncoding.encode(target.resource().toStorage(object));
        long revision = storage.create(key, value, ttl(target.resource()))
                .orElseThrow(() -> Statuses.alreadyExists(target.groupResource(), target.name()));
        return withRevision(object, revision);
    }

    /** Replaces an object that is still as it was read; empty when it is not. */
    public Optional<ObjectNode> replace(Target target, ObjectNode object, Stored old, boolean dryRun) {
        if (dryRun) {
            return Optional.of(withRevision(object, old.revision()));
        }
        return storage.replace(
                        key(target.resource(), target.namespace(), target.name()),
                        ObjectEncoding.encode(target.resource().toStorage(object)),
                        old.revision(),
                        ttl(target.resource()))
                .map(revision -> withRevision(object, revision));
    }

    /** Removes an object that is still as it was read; false when it is not. */
    public boolean delete(Target target, Stored old, boolean dryRun) {
        return dryRun
                || storage.delete(key(target.resource(), target.namespace(), target.name()), old.revision())
                        .isPresent();
    }

    private long ttl(Resource resource) {
        return resource.definition().storagePrefix().equals("events") ? eventTtlSeconds : 0;
    }

    private static ObjectNode withRevision(ObjectNode object, long revision) {
        object.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
        return object;
    }
}
