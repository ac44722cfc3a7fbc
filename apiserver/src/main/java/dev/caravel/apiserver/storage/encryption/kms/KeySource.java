package dev.caravel.apiserver.storage.encryption.kms;

import dev.caravel.apiserver.storage.encryption.AesGcm;
import dev.caravel.apiserver.storage.encryption.ValueTransformer;
import java.security.SecureRandom;

/** How values are encrypted by what a plugin keeps sealed: {@code EncryptedDEKSourceType}, whose numbers are the ordinals. */
enum KeySource {
    /** It is the data key itself, of AES-GCM. Written by servers before v1.29. */
    AES_GCM_KEY {
        @Override
        ValueTransformer transformer(byte[] plaintext, SecureRandom random) {
            return new AesGcm(plaintext, random);
        }
    },
    /** A seed of which each value's key is derived. */
    HKDF_SHA256_XNONCE_AES_GCM_SEED {
        @Override
        ValueTransformer transformer(byte[] plaintext, SecureRandom random) throws KmsException {
            return new SeededGcm(plaintext, random);
        }
    };

    abstract ValueTransformer transformer(byte[] plaintext, SecureRandom random) throws KmsException;

    static KeySource ofNumber(long number) throws KmsException {
        if (number < 0 || number >= values().length) {
            throw new KmsException("unknown encryptedDEKSourceType: " + number);
        }
        return values()[(int) number];
    }
}
