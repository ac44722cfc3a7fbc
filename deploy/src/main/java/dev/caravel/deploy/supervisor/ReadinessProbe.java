package dev.caravel.deploy.supervisor;

import dev.caravel.machinery.serving.UnverifiedTls;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Asks a process whether it is ready. Thread-safe. */
final class ReadinessProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final HttpClient http = HttpClient.newBuilder()
            .sslContext(UnverifiedTls.context())
            .connectTimeout(PATIENCE)
            .build();

    /** Empty when ready, otherwise why not. */
    Optional<String> ask(Readiness readiness) throws InterruptedException {
        return switch (readiness) {
            case Readiness.Http(URI uri) -> askHttp(uri);
            case Readiness.Socket(Path path) -> askSocket(path);
        };
    }

    private Optional<String> askHttp(URI uri) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status / HUNDRED == SUCCESS ? Optional.empty() : Optional.of(uri + " answers " + status);
        } catch (IOException e) {
            return Optional.of(uri + " does not answer");
        }
    }

    private static Optional<String> askSocket(Path path) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(path + " does not accept connections");
        }
    }
}
