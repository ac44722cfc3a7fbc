package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Encryption at rest: a storage that keeps values encrypted as {@code --encryption-provider-config} says, in upstream's
 * formats. What cannot be decrypted is an error where one value is asked for, and comes as it is stored, which nobody can
 * read either, in lists and watches: one lost key must not take all other objects with it.
 */
public final class EncryptedStorage implements Storage {
    private static final Logger log = Logger.getLogger(EncryptedStorage.class);

    private final Storage storage;
    private final StoredResources resources;
    private final ResourceTransformers transformers;

    private EncryptedStorage(Storage storage, StoredResources resources, ResourceTransformers transformers) {
        this.storage = requireNonNull(storage, "storage is null");
        this.resources = requireNonNull(resources, "resources is null");
        this.transformers = requireNonNull(transformers, "transformers is null");
    }

    /**
     * @param prefix of all keys
     * @throws IllegalArgumentException when the configuration is not valid
     */
    public static EncryptedStorage over(
            Storage storage, Path configuration, String prefix, Collection<Resource> builtIn, SecureRandom random)
            throws IOException {
        return new EncryptedStorage(
                storage,
                new StoredResources(prefix, builtIn),
                new ResourceTransformers(EncryptionConfiguration.read(configuration), random));
    }

    @Override
    public Optional<Entry> get(String key) {
        return storage.get(key).map(this::open);
    }

    @Override
    public Page list(String prefix, String startKey, long limit, long revision) {
        Page page = storage.list(prefix, startKey, limit, revision);
        return new Page(
                page.entries().stream().map(this::openIfPossible).toList(),
                page.revision(),
                page.more(),
                page.remaining());
    }

    @Override
    public Optional<Long> create(String key, byte[] value, long ttlSeconds) {
        return storage.create(key, seal(key, value), ttlSeconds);
    }

    @Override
    public Optional<Long> replace(String key, byte[] value, long expectedRevision, long ttlSeconds) {
        return storage.replace(key, seal(key, value), expectedRevision, ttlSeconds);
    }

    @Override
    public Optional<Long> delete(String key, long expectedRevision) {
        return storage.delete(key, expectedRevision);
    }

    @Override
    public Multi<Event> watch(String prefix, long afterRevision) {
        return storage.watch(prefix, afterRevision).map(event -> switch (event) {
            case Put put -> new Put(openIfPossible(put.entry()), put.previous().map(this::openIfPossible));
            case Delete delete ->
                new Delete(delete.key(), delete.previous().map(this::openIfPossible), delete.revision());
            case Progress progress -> progress;
        });
    }

    @Override
    public long currentRevision() {
        return storage.currentRevision();
    }

    private byte[] seal(String key, byte[] value) {
        try {
            return transformers.of(resources.of(key)).seal(value, key.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new StorageException("unable to transform key \"%s\": %s".formatted(key, e.getMessage()), e);
        }
    }

    private Entry open(Entry entry) {
        try {
            Opened opened = transformers
                    .of(resources.of(entry.key()))
                    .open(entry.value(), entry.key().getBytes(UTF_8));
            return new Entry(entry.key(), opened.value(), entry.revision(), opened.stale());
        } catch (GeneralSecurityException e) {
            throw new StorageException("unable to transform key \"%s\": %s".formatted(entry.key(), e.getMessage()), e);
        }
    }

    private Entry openIfPossible(Entry entry) {
        try {
            return open(entry);
        } catch (StorageException e) {
            log.error(e.getMessage());
            return entry;
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
