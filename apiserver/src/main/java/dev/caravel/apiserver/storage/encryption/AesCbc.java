package dev.caravel.apiserver.storage.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The provider {@code aescbc}: a random initialization vector of 16 bytes, then the ciphertext with PKCS#7 padding. */
final class AesCbc implements ValueTransformer {
    private static final int BLOCK = 16;

    private final SecretKeySpec secret;
    private final SecureRandom random;

    AesCbc(byte[] secret, SecureRandom random) {
        this.secret = new SecretKeySpec(secret, "AES");
        this.random = random;
    }

    @Override
    public byte[] toStorage(byte[] value, byte[] key) throws GeneralSecurityException {
        byte[] vector = new byte[BLOCK];
        random.nextBytes(vector);
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, vector);
        byte[] stored = Arrays.copyOf(vector, BLOCK + cipher.getOutputSize(value.length));
        cipher.doFinal(value, 0, value.length, stored, BLOCK);
        return stored;
    }

    @Override
    public byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException {
        if (stored.length < BLOCK) {
            throw new GeneralSecurityException("the stored data was shorter than the required size");
        }
        if (stored.length % BLOCK != 0) {
            throw new GeneralSecurityException("the stored data is not a multiple of the block size");
        }
        return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(stored, BLOCK)).doFinal(stored, BLOCK, stored.length - BLOCK);
    }

    private Cipher cipher(int mode, byte[] vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, secret, new IvParameterSpec(vector));
        return cipher;
    }
}
