package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.storage.Storage;
import dev.caravel.apiserver.storage.TransformedStorage;
import dev.caravel.apiserver.storage.UnreadableException;
import dev.caravel.apiserver.storage.UnreadableException.Step;
import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Collection;

/** Encryption at rest: values are kept encrypted as {@code --encryption-provider-config} says, in upstream's formats. */
public final class EncryptedStorage extends TransformedStorage {
    private final StoredResources resources;
    private final ResourceTransformers transformers;

    private EncryptedStorage(Storage storage, StoredResources resources, ResourceTransformers transformers) {
        super(storage);
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
    protected byte[] write(String key, byte[] value) {
        try {
            return transformers.of(resources.of(key)).seal(value, key.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw failed(key, e);
        }
    }

    @Override
    protected Entry read(Entry stored) {
        try {
            Opened opened = transformers
                    .of(resources.of(stored.key()))
                    .open(stored.value(), stored.key().getBytes(UTF_8));
            return new Entry(stored.key(), opened.value(), stored.revision(), opened.stale());
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(Step.TRANSFORM, stored.key(), e);
        }
    }

    private static StorageException failed(String key, GeneralSecurityException cause) {
        return new StorageException("unable to transform key \"%s\": %s".formatted(key, cause.getMessage()), cause);
    }
}
