package dev.caravel.apiserver.storage.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The provider {@code aesgcm}: a random nonce of 12 bytes, then the ciphertext with its tag, bound to the key in etcd. */
public final class AesGcm implements ValueTransformer {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec secret;
    private final SecureRandom random;

    public AesGcm(byte[] secret, SecureRandom random) {
        this.secret = new SecretKeySpec(secret, "AES");
        this.random = random;
    }

    @Override
    public byte[] toStorage(byte[] value, byte[] key) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, key);
        byte[] stored = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(value.length));
        cipher.doFinal(value, 0, value.length, stored, NONCE);
        return stored;
    }

    @Override
    public byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException {
        if (stored.length < NONCE) {
            throw new GeneralSecurityException("the stored data was shorter than the required size");
        }
        return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(stored, NONCE), key)
                .doFinal(stored, NONCE, stored.length - NONCE);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(key);
        return cipher;
    }
}
