package dev.caravel.apiserver.storage.encryption.kms;

import dev.caravel.apiserver.protobuf.MalformedProtobufException;
import dev.caravel.apiserver.protobuf.WireReader;
import dev.caravel.apiserver.protobuf.WireWriter;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The calls of {@code v2.KeyManagementService} and their messages. These are five, flat and of four types, so that they are
 * written here rather than generated.
 */
final class KmsProtocol {
    private static final String SERVICE = "v2.KeyManagementService";

    record StatusRequest() {}

    record StatusResponse(String version, String healthz, String keyId) {}

    record EncryptRequest(byte[] plaintext, String uid) {}

    record EncryptResponse(byte[] ciphertext, String keyId, Map<String, byte[]> annotations) {}

    record DecryptRequest(byte[] ciphertext, String uid, String keyId, Map<String, byte[]> annotations) {}

    record DecryptResponse(byte[] plaintext) {}

    static final MethodDescriptor<StatusRequest, StatusResponse> STATUS =
            method("Status", _ -> new WireWriter(), KmsProtocol::status);
    static final MethodDescriptor<EncryptRequest, EncryptResponse> ENCRYPT =
            method("Encrypt", KmsProtocol::encode, KmsProtocol::encrypted);
    static final MethodDescriptor<DecryptRequest, DecryptResponse> DECRYPT =
            method("Decrypt", KmsProtocol::encode, KmsProtocol::decrypted);

    private KmsProtocol() {}

    private static WireWriter encode(EncryptRequest request) {
        WireWriter message = new WireWriter();
        message.bytes(1, request.plaintext());
        message.string(2, request.uid());
        return message;
    }

    private static WireWriter encode(DecryptRequest request) {
        WireWriter message = new WireWriter();
        message.bytes(1, request.ciphertext());
        message.string(2, request.uid());
        message.string(3, request.keyId());
        Annotations.write(message, 4, request.annotations());
        return message;
    }

    private static StatusResponse status(WireReader message) {
        String version = "";
        String healthz = "";
        String keyId = "";
        while (message.hasMore()) {
            int tag = message.tag();
            switch (tag >>> 3) {
                case 1 -> version = message.string();
                case 2 -> healthz = message.string();
                case 3 -> keyId = message.string();
                default -> message.skip(tag & 7);
            }
        }
        return new StatusResponse(version, healthz, keyId);
    }

    private static EncryptResponse encrypted(WireReader message) {
        byte[] ciphertext = {};
        String keyId = "";
        Map<String, byte[]> annotations = new HashMap<>();
        while (message.hasMore()) {
            int tag = message.tag();
            switch (tag >>> 3) {
                case 1 -> ciphertext = message.bytes();
                case 2 -> keyId = message.string();
                case 3 -> Annotations.readEntry(message, annotations);
                default -> message.skip(tag & 7);
            }
        }
        return new EncryptResponse(ciphertext, keyId, annotations);
    }

    private static DecryptResponse decrypted(WireReader message) {
        byte[] plaintext = {};
        while (message.hasMore()) {
            int tag = message.tag();
            switch (tag >>> 3) {
                case 1 -> plaintext = message.bytes();
                default -> message.skip(tag & 7);
            }
        }
        return new DecryptResponse(plaintext);
    }

    private static <Q, A> MethodDescriptor<Q, A> method(
            String name, Function<Q, WireWriter> request, Function<WireReader, A> response) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Sent<>(request))
                .setResponseMarshaller(new Received<>(response))
                .build();
    }

    private record Sent<T>(Function<T, WireWriter> encoding) implements Marshaller<T> {
        @Override
        public InputStream stream(T message) {
            return new ByteArrayInputStream(encoding.apply(message).toBytes());
        }

        @Override
        public T parse(InputStream stream) {
            throw new UnsupportedOperationException("a request is sent only");
        }
    }

    private record Received<T>(Function<WireReader, T> decoding) implements Marshaller<T> {
        @Override
        public InputStream stream(T message) {
            throw new UnsupportedOperationException("an answer is received only");
        }

        @Override
        public T parse(InputStream stream) {
            try {
                return decoding.apply(new WireReader(stream.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MalformedProtobufException e) {
                throw Status.INTERNAL
                        .withDescription("malformed answer: " + e.getMessage())
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
