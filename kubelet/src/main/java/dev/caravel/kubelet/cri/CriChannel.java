package dev.caravel.kubelet.cri;

import static java.util.Objects.requireNonNull;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The connection to a container runtime, over the JDK's own unix domain sockets. Thread-safe; connects lazily and again
 * whenever the runtime comes back.
 */
public final class CriChannel implements AutoCloseable {
    /** What upstream's kubelet accepts in one answer. */
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final String SCHEME = "unix://";

    private final EventLoopGroup loop;
    private final ManagedChannel channel;

    private CriChannel(EventLoopGroup loop, ManagedChannel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * @param endpoint {@code unix:///run/containerd/containerd.sock}, or the bare path
     * @throws IllegalArgumentException when it is of another scheme
     */
    public static CriChannel open(String endpoint) {
        EventLoopGroup loop = new NioEventLoopGroup(1);
        ManagedChannel channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socketPath(endpoint)))
                .channelFactory(NioDomainSocketChannel::new)
                .eventLoopGroup(loop)
                .overrideAuthority("localhost")
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
        return new CriChannel(loop, channel);
    }

    static Path socketPath(String endpoint) {
        requireNonNull(endpoint, "endpoint is null");
        if (endpoint.startsWith(SCHEME)) {
            return Path.of(endpoint.substring(SCHEME.length()));
        }
        if (endpoint.startsWith("/")) {
            return Path.of(endpoint);
        }
        throw new IllegalArgumentException("container runtime endpoint is not a unix socket: " + endpoint);
    }

    ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
