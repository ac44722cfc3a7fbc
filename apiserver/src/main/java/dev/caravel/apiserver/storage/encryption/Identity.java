package dev.caravel.apiserver.storage.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/** The provider {@code identity}: stored as it is. */
final class Identity implements ValueTransformer {
    private static final byte[] ENCRYPTED = "k8s:enc:".getBytes(US_ASCII);

    @Override
    public byte[] toStorage(byte[] value, byte[] key) {
        return value;
    }

    /** Refuses what another provider encrypted, so that one further down is asked. */
    @Override
    public byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException {
        if (isEncrypted(stored)) {
            throw new GeneralSecurityException("identity transformer tried to read encrypted data");
        }
        return stored;
    }

    static boolean isEncrypted(byte[] stored) {
        return startsWith(stored, ENCRYPTED);
    }

    static boolean startsWith(byte[] value, byte[] prefix) {
        return value.length >= prefix.length && Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length);
    }
}
