package dev.caravel.apiserver.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.protobuf.ProtobufBodies;
import dev.caravel.apiserver.resource.ResourceCatalog;
import dev.caravel.apiserver.status.ApiException;
import io.smallrye.mutiny.Multi;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A storage whose values are JSON for whoever reads it, also those that upstream's server stored in protobuf. What is written
 * is JSON, which upstream reads as well. A value that cannot be decoded is an error where it alone is asked for, and is left
 * as it is in lists and watches.
 */
public final class JsonStorage implements Storage {
    private static final Logger log = Logger.getLogger(JsonStorage.class);

    private final Storage storage;
    private final ProtobufBodies protobuf;
    private final ResourceCatalog catalog;

    /** @param catalog of the resources that may be stored in protobuf: the built-in ones */
    public JsonStorage(Storage storage, ProtobufBodies protobuf, ResourceCatalog catalog) {
        this.storage = requireNonNull(storage, "storage is null");
        this.protobuf = requireNonNull(protobuf, "protobuf is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    public Optional<Entry> get(String key) {
        return storage.get(key).map(this::decode);
    }

    @Override
    public Page list(String prefix, String startKey, long limit, long revision) {
        Page page = storage.list(prefix, startKey, limit, revision);
        return page.entries().stream().noneMatch(JsonStorage::isProtobuf)
                ? page
                : new Page(
                        page.entries().stream().map(this::decodeIfPossible).toList(),
                        page.revision(),
                        page.more(),
                        page.remaining());
    }

    @Override
    public Optional<Long> create(String key, byte[] value, long ttlSeconds) {
        return storage.create(key, value, ttlSeconds);
    }

    @Override
    public Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds) {
        return storage.replace(key, value, expectedRevision, ttlSeconds);
    }

    @Override
    public Optional<Long> delete(String key, long expectedRevision) {
        return storage.delete(key, expectedRevision);
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return storage.watch(prefix, afterRevision).map(event -> switch (event) {
            case Put put ->
                new Put(decodeIfPossible(put.entry()), put.previous().map(this::decodeIfPossible));
            case Delete delete ->
                new Delete(delete.key(), delete.previous().map(this::decodeIfPossible), delete.revision());
            case Progress progress -> progress;
        });
    }

    @Override
    public long currentRevision() {
        return storage.currentRevision();
    }

    private static boolean isProtobuf(Entry entry) {
        return ProtobufBodies.isEnvelope(entry.value());
    }

    private Entry decode(Entry entry) {
        if (!isProtobuf(entry)) {
            return entry;
        }
        try {
            ObjectNode object = protobuf.decode(entry.value());
            applyDefaults(object);
            return new Entry(entry.key(), JsonCodec.write(object), entry.revision(), entry.stale());
        } catch (ApiException e) {
            throw new StorageException(
                    "cannot decode the value of \"%s\": %s".formatted(entry.key(), e.getMessage()), e);
        }
    }

    /** Protobuf has no zero values; what they mean comes back as defaults, as it does for upstream. */
    private void applyDefaults(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        catalog.findKind(
                        group,
                        apiVersion.substring(slash + 1),
                        object.path("kind").asText())
                .ifPresent(resource -> resource.applyDefaults(object));
    }

    private Entry decodeIfPossible(Entry entry) {
        try {
            return decode(entry);
        } catch (StorageException e) {
            // Upstream keeps values of its own beside the objects: ranges, leases of masters.
            log.debug(e.getMessage());
            return entry;
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
