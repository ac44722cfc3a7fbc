package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Asks servers behind APIServices what they serve. Thread-safe; blocks. */
final class DiscoveryProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Whoever asks as a master always may. */
    private static final UserInfo AGGREGATOR = UserInfo.of("system:kube-aggregator", UserInfo.GROUP_MASTERS);

    private final RemoteServers servers;
    private final Function<ServiceReference, SocketAddress> locator;

    DiscoveryProbe(RemoteServers servers, Function<ServiceReference, SocketAddress> locator) {
        this.servers = requireNonNull(servers, "servers is null");
        this.locator = requireNonNull(locator, "locator is null");
    }

    /**
     * @param accept the wanted form
     * @throws IOException in upstream's words
     */
    byte[] get(ApiService server, String path, String accept) throws IOException, InterruptedException {
        SocketAddress address = locator.apply(server.service().orElseThrow());
        String url = "https://" + address.host() + ":" + address.port() + path;
        try {
            return servers.request(server, address, HttpMethod.GET, path)
                    .compose(request -> send(request, accept).compose(response -> read(response, url)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "failing or missing response from %s: %s"
                            .formatted(url, e.getCause().getMessage()),
                    e.getCause());
        }
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, String accept) {
        FrontProxyHeaders.set(request.headers(), AGGREGATOR);
        request.putHeader("Accept", accept);
        request.setTimeout(TIMEOUT.toMillis());
        return request.send();
    }

    private static Future<byte[]> read(HttpClientResponse response, String url) {
        if (response.statusCode() / 100 != 2) {
            response.request().reset();
            return Future.failedFuture(new IOException("bad status from %s: %d".formatted(url, response.statusCode())));
        }
        return response.body().map(Buffer::getBytes);
    }
}
