package dev.caravel.apiserver.storage.encryption.kms;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.storage.encryption.kms.KmsProtocol.DecryptRequest;
import dev.caravel.apiserver.storage.encryption.kms.KmsProtocol.EncryptRequest;
import dev.caravel.apiserver.storage.encryption.kms.KmsProtocol.EncryptResponse;
import dev.caravel.apiserver.storage.encryption.kms.KmsProtocol.StatusRequest;
import dev.caravel.apiserver.storage.encryption.kms.KmsProtocol.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A KMS plugin behind its unix socket. Blocks, for the timeout at most. Thread-safe; connects again whenever the plugin comes back. */
final class KmsPlugin implements AutoCloseable {
    private final String name;
    private final Duration timeout;
    private final KmsMetrics metrics;
    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    KmsPlugin(String name, Path socket, Duration timeout, KmsMetrics metrics) {
        this.name = requireNonNull(name, "name is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.loop = new NioEventLoopGroup(1);
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelFactory(NioDomainSocketChannel::new)
                .eventLoopGroup(loop)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    StatusResponse status() throws KmsException {
        return call(KmsProtocol.STATUS, new StatusRequest());
    }

    /** @param uid to find the call in the plugin's log */
    SealedKey seal(KeySource source, byte[] plaintext, String uid) throws KmsException {
        EncryptResponse answer = call(KmsProtocol.ENCRYPT, new EncryptRequest(plaintext, uid));
        return new SealedKey(source, answer.ciphertext(), answer.keyId(), answer.annotations());
    }

    byte[] unseal(SealedKey key, String uid) throws KmsException {
        return call(KmsProtocol.DECRYPT, new DecryptRequest(key.ciphertext(), uid, key.keyId(), key.annotations()))
                .plaintext();
    }

    private <Q, A> A call(MethodDescriptor<Q, A> method, Q request) throws KmsException {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff(); // whoever asks wants to know now
        }
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .withWaitForReady();
        long start = System.nanoTime();
        Status status = Status.OK;
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options, request);
        } catch (StatusRuntimeException e) {
            status = e.getStatus();
            throw new KmsException(
                    "rpc error: code = %s desc = %s".formatted(GrpcCodes.name(status.getCode()), description(status)),
                    e);
        } finally {
            metrics.called(
                    name,
                    "/" + method.getFullMethodName(),
                    GrpcCodes.name(status.getCode()),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** In upstream's words for what is most often the case, and without the stack that grpc-java tells. */
    private static String description(Status status) {
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "context deadline exceeded";
        }
        return status.getDescription() == null
                ? ""
                : status.getDescription().lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
