package dev.caravel.apiserver.storage.encryption.kms;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What may be wrong with the name that a plugin gives its key. */
enum KeyIdFault {
    NONE("ok"),
    EMPTY("empty"),
    TOO_LONG("too_long");

    private static final int MOST_BYTES = 1024;

    private final String code;

    KeyIdFault(String code) {
        this.code = code;
    }

    static KeyIdFault of(String keyId) {
        if (keyId.isEmpty()) {
            return EMPTY;
        }
        return keyId.getBytes(UTF_8).length > MOST_BYTES ? TOO_LONG : NONE;
    }

    /** As upstream's metric has it. */
    String code() {
        return code;
    }

    String explain(String keyId) {
        return switch (this) {
            case NONE -> "";
            case EMPTY -> "keyID is empty";
            case TOO_LONG ->
                "keyID is %d bytes, which exceeds the max size of %d"
                        .formatted(keyId.getBytes(UTF_8).length, MOST_BYTES);
        };
    }
}
