package dev.caravel.apiserver.storage.encryption.kms;

import dev.caravel.apiserver.storage.encryption.AesGcm;
import dev.caravel.apiserver.storage.encryption.ValueTransformer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM by a key of its own for each value, derived of a seed by HKDF-Expand (RFC 5869) with SHA-256: so a seed may be used
 * for any number of values. Stored are 32 random bytes, of which the key is derived, then what {@link AesGcm} makes.
 */
final class SeededGcm implements ValueTransformer {
    static final int SEED = 32;
    private static final int INFO = 32;
    /** The key is as long as the hash, so that the first block of the expansion is all of it. */
    private static final byte FIRST_BLOCK = 1;

    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec seed;
    private final SecureRandom random;

    SeededGcm(byte[] seed, SecureRandom random) throws KmsException {
        if (seed.length < SEED) {
            throw new KmsException("invalid seed length %d used for key generation".formatted(seed.length));
        }
        this.seed = new SecretKeySpec(seed, MAC);
        this.random = random;
    }

    @Override
    public byte[] toStorage(byte[] value, byte[] key) throws GeneralSecurityException {
        byte[] info = new byte[INFO];
        random.nextBytes(info);
        byte[] sealed = derived(info).toStorage(value, key);
        byte[] stored = Arrays.copyOf(info, INFO + sealed.length);
        System.arraycopy(sealed, 0, stored, INFO, sealed.length);
        return stored;
    }

    @Override
    public byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException {
        if (stored.length < INFO) {
            throw new GeneralSecurityException("the stored data was shorter than the required size");
        }
        byte[] info = Arrays.copyOf(stored, INFO);
        return derived(info).fromStorage(Arrays.copyOfRange(stored, INFO, stored.length), key);
    }

    private AesGcm derived(byte[] info) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(MAC);
        mac.init(seed);
        mac.update(info);
        mac.update(FIRST_BLOCK);
        return new AesGcm(mac.doFinal(), random);
    }
}
