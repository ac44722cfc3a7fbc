package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.TransformedStorage;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import io.smallrye.mutiny.Multi;
import java.security.GeneralSecurityException;
import java.util.Collection;

/** Encryption at rest: values are kept encrypted as {@code --encryption-provider-config} says, in upstream's formats. */
public final class EncryptedStorage extends TransformedStorage {
    private final StoredResources resources;
    private final EncryptionAtRest encryption;

    /** @param prefix of all keys */
    public EncryptedStorage(Storage storage, EncryptionAtRest encryption, String prefix, Collection<Resource> builtIn) {
        super(storage);
        this.resources = new StoredResources(prefix, builtIn);
        this.encryption = requireNonNull(encryption, "encryption is null");
    }

    @Override
    protected byte[] write(String key, byte[] value) {
        GroupResource resource = resources.of(key);
        TransformerChain chain = encryption.of(resource);
        try (var observed = encryption.metrics().toStorage(resource, chain.writingPrefix())) {
            return observed.done(chain.seal(value, key.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw failed(key, e);
        }
    }

    @Override
    protected Entry read(Entry stored) {
        GroupResource resource = resources.of(stored.key());
        TransformerChain chain = encryption.of(resource);
        try (var observed = encryption.metrics().fromStorage(resource, chain.prefixOf(stored.value()))) {
            Opened opened =
                    observed.done(chain.open(stored.value(), stored.key().getBytes(UTF_8)));
            return new Entry(stored.key(), opened.value(), stored.revision(), opened.stale());
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(Step.TRANSFORM, stored.key(), e);
        }
    }

    /** A plugin may have to be asked: not by the thread that receives all that etcd says. */
    @Override
    protected Multi<Event> handOver(Multi<Event> events) {
        return events.emitOn(Thread::startVirtualThread);
    }

    private static StorageException failed(String key, GeneralSecurityException cause) {
        return new StorageException("unable to transform key \"%s\": %s".formatted(key, cause.getMessage()), cause);
    }
}
