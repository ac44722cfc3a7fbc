package dev.caravel.apiserver.protobuf;

/** Bytes are not the message that they were said to be. */
public final class MalformedProtobufException extends RuntimeException {
    MalformedProtobufException(String message) {
        super(message);
    }
}
