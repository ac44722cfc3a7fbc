package dev.caravel.apiserver.storage.encryption.kms;

import dev.caravel.apiserver.storage.encryption.ValueTransformer;
import java.time.Instant;

/** What values are encrypted by until {@code expires}; what was, can be read for ever. */
record WriteKey(SealedKey sealed, ValueTransformer transformer, Instant expires) {
    WriteKey until(Instant later) {
        return new WriteKey(sealed, transformer, later);
    }
}
