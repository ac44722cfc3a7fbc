package dev.caravel.apiserver.storage.encryption.kms;

import io.grpc.Status;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The names of gRPC's codes as upstream's messages and metrics have them: {@code DeadlineExceeded}. */
final class GrpcCodes {
    private GrpcCodes() {}

    static String name(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            default ->
                Arrays.stream(code.name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining());
        };
    }
}
