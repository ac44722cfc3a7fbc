package dev.caravel.apiserver.storage.encryption;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The provider {@code secretbox}: a random nonce of 24 bytes, then NaCl's {@code crypto_secretbox} (XSalsa20 and Poly1305):
 * the authenticator, then the ciphertext.
 */
final class SecretBox implements ValueTransformer {
    private static final int NONCE = 24;
    private static final int TAG = 16;
    private static final int AUTHENTICATOR_KEY = 32;

    private final KeyParameter secret;
    private final SecureRandom random;

    SecretBox(byte[] secret, SecureRandom random) {
        this.secret = new KeyParameter(secret);
        this.random = random;
    }

    @Override
    public byte[] toStorage(byte[] value, byte[] key) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] stored = Arrays.copyOf(nonce, NONCE + TAG + value.length);
        XSalsa20Engine stream = stream(nonce);
        byte[] authenticatorKey = authenticatorKey(stream);
        stream.processBytes(value, 0, value.length, stored, NONCE + TAG);
        System.arraycopy(tag(authenticatorKey, stored), 0, stored, NONCE, TAG);
        return stored;
    }

    @Override
    public byte[] fromStorage(byte[] stored, byte[] key) throws GeneralSecurityException {
        if (stored.length < NONCE + TAG) {
            throw new GeneralSecurityException("the stored data was shorter than the required size");
        }
        XSalsa20Engine stream = stream(Arrays.copyOf(stored, NONCE));
        byte[] expected = tag(authenticatorKey(stream), stored);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(stored, NONCE, NONCE + TAG))) {
            throw new GeneralSecurityException("message authentication failed");
        }
        byte[] value = new byte[stored.length - NONCE - TAG];
        stream.processBytes(stored, NONCE + TAG, value.length, value, 0);
        return value;
    }

    private XSalsa20Engine stream(byte[] nonce) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(secret, nonce));
        return stream;
    }

    /** The first bytes of the key stream; the message begins after them. */
    private static byte[] authenticatorKey(XSalsa20Engine stream) {
        byte[] key = new byte[AUTHENTICATOR_KEY];
        stream.processBytes(key, 0, key.length, key, 0);
        return key;
    }

    private static byte[] tag(byte[] authenticatorKey, byte[] stored) {
        Poly1305 authenticator = new Poly1305();
        authenticator.init(new KeyParameter(authenticatorKey));
        authenticator.update(stored, NONCE + TAG, stored.length - NONCE - TAG);
        byte[] tag = new byte[TAG];
        authenticator.doFinal(tag, 0);
        return tag;
    }
}
