package dev.caravel.apiserver.storage.encryption;

import dev.caravel.apiserver.storage.encryption.TransformerChain.Opened;
import java.security.GeneralSecurityException;

/** Turns a value into what is stored of it, and back. Immutable and thread-safe. */
public interface ValueTransformer {
    /** @param key of the value in the storage; a value moved to another key can no longer be read, where the cipher allows that */
    byte[] toStorage(byte[] value, byte[] key) throws GeneralSecurityException;

    /** @throws GeneralSecurityException when the value was made with another secret, or changed since */
    byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException;

    /** As {@link #fromStorage}, and whether the value would be made otherwise now. */
    default Opened open(byte[] stored, byte[] key) throws GeneralSecurityException {
        return new Opened(fromStorage(stored, key), false);
    }
}
