package dev.caravel.apiserver.storage.encryption.kms;

import java.security.GeneralSecurityException;

/** A KMS plugin did not do what it was asked for. */
final class KmsException extends GeneralSecurityException {
    KmsException(String message) {
        super(message);
    }

    KmsException(String message, Throwable cause) {
        super(message, cause);
    }
}
