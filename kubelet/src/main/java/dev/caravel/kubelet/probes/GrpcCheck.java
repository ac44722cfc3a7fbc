package dev.caravel.kubelet.probes;

import dev.caravel.kubelet.probes.health.v1.HealthCheckRequest;
import dev.caravel.kubelet.probes.health.v1.HealthCheckResponse;
import dev.caravel.kubelet.probes.health.v1.HealthCheckResponse.ServingStatus;
import dev.caravel.kubelet.probes.health.v1.HealthGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a container by the gRPC health protocol, without TLS as Kubernetes specifies; SERVING is success. */
final class GrpcCheck implements AutoCloseable {
    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);

    ProbeResult check(String host, int port, String service, Duration timeout) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
                .channelType(NioSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .userAgent("kube-probe/1.36")
                .build();
        try {
            HealthCheckResponse answer = HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.newBuilder().setService(service).build());
            return answer.getStatus() == ServingStatus.SERVING
                    ? new ProbeResult(true, "service healthy")
                    : ProbeResult.failure("service unhealthy (responded with \"" + answer.getStatus() + "\")");
        } catch (StatusRuntimeException e) {
            return ProbeResult.failure(explain(e.getStatus(), host, port, timeout));
        } finally {
            channel.shutdownNow();
        }
    }

    private static String explain(Status status, String host, int port, Duration timeout) {
        String address = host + ":" + port;
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
                        + status.getDescription();
            case DEADLINE_EXCEEDED -> "timeout: health rpc did not complete within " + timeout.toSeconds() + "s";
            case UNAVAILABLE ->
                "timeout: failed to connect service \"" + address + "\" within " + timeout.toSeconds() + "s: "
                        + status.getDescription();
            default -> "error: health rpc probe failed: " + status;
        };
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
