package dev.caravel.apiserver.storage.encryption.kms;

import dev.caravel.apiserver.protobuf.MalformedProtobufException;
import dev.caravel.apiserver.protobuf.WireReader;
import dev.caravel.apiserver.protobuf.WireWriter;
import java.util.HashMap;
import java.util.Map;

/** What is stored of a value behind {@code k8s:enc:kms:v2:<name>:}, in protobuf. */
record EncryptedObject(byte[] data, SealedKey key) {
    private static final int DATA = 1;
    private static final int KEY_ID = 2;
    private static final int KEY_CIPHERTEXT = 3;
    private static final int ANNOTATIONS = 4;
    private static final int SOURCE = 5;

    byte[] encode() {
        WireWriter message = new WireWriter();
        message.bytes(DATA, data);
        message.string(KEY_ID, key.keyId());
        message.bytes(KEY_CIPHERTEXT, key.ciphertext());
        Annotations.write(message, ANNOTATIONS, key.annotations());
        if (key.source().ordinal() != 0) {
            message.varint(SOURCE, key.source().ordinal());
        }
        return message.toBytes();
    }

    static EncryptedObject decode(byte[] stored) throws KmsException {
        byte[] data = {};
        String keyId = "";
        byte[] ciphertext = {};
        Map<String, byte[]> annotations = new HashMap<>();
        long source = 0;
        try {
            WireReader message = new WireReader(stored);
            while (message.hasMore()) {
                int tag = message.tag();
                switch (tag >>> 3) {
                    case DATA -> data = message.bytes();
                    case KEY_ID -> keyId = message.string();
                    case KEY_CIPHERTEXT -> ciphertext = message.bytes();
                    case ANNOTATIONS -> Annotations.readEntry(message, annotations);
                    case SOURCE -> source = message.varint();
                    default -> message.skip(tag & 7);
                }
            }
        } catch (MalformedProtobufException e) {
            throw new KmsException("cannot decode the encrypted object: " + e.getMessage(), e);
        }
        KeySource keySource = KeySource.ofNumber(source);
        if (data.length == 0) {
            throw new KmsException("encrypted data is empty");
        }
        return new EncryptedObject(data, new SealedKey(keySource, ciphertext, keyId, annotations).valid());
    }
}
