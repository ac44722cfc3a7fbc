package dev.caravel.apiserver.extension.aggregation;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.extension.aggregation.ApiService.ServiceReference;
import dev.caravel.apiserver.http.Answer;
import dev.caravel.apiserver.http.Relay;
import dev.caravel.apiserver.http.RequestInfo;
import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.streaming.HttpRelay;
import dev.caravel.apiserver.streaming.UpgradeRelay;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Hands requests for the group versions of remote APIServices on to their servers, upgrades included. Thread-safe. */
final class AggregatorRelay implements Relay {
    private static final Logger log = Logger.getLogger(AggregatorRelay.class);

    private static final Answer UNAVAILABLE = Answer.text(503, "service unavailable\n");

    private final ApiServices services;
    private final RemoteServers servers;
    private final Function<ServiceReference, SocketAddress> locator;
    private final boolean rejectRedirects;

    /** @param locator throws an ApiException when there is nobody to go to */
    AggregatorRelay(
            ApiServices services,
            RemoteServers servers,
            Function<ServiceReference, SocketAddress> locator,
            boolean rejectRedirects) {
        this.services = requireNonNull(services, "services is null");
        this.servers = requireNonNull(servers, "servers is null");
        this.locator = requireNonNull(locator, "locator is null");
        this.rejectRedirects = rejectRedirects;
    }

    @Override
    public Optional<Answer> take(RequestInfo info, UserInfo user) {
        return GroupVersion.ofPath(info.path()).flatMap(services::remote).map(server -> answer(server, user));
    }

    private Answer answer(ApiService server, UserInfo user) {
        if (!server.available()) {
            return UNAVAILABLE;
        }
        try {
            SocketAddress address = locator.apply(server.service().orElseThrow());
            return new Answer.Connect(request -> connect(server, address, user, request));
        } catch (ApiException e) {
            log.errorf("APIService %s: %s", server.name(), e.getMessage());
            return UNAVAILABLE;
        }
    }

    private Future<Void> connect(ApiService server, SocketAddress address, UserInfo user, HttpServerRequest request) {
        boolean upgrade = request.headers().contains("Upgrade");
        HttpMethod method = upgrade ? UpgradeRelay.METHOD : request.method();
        FrontProxyHeaders.forget(request.headers());
        return servers.request(server, address, method, request.uri())
                .compose(backend -> {
                    FrontProxyHeaders.set(backend.headers(), user);
                    HttpRelay.forwardedFor(backend, request);
                    return upgrade ? UpgradeRelay.relay(request, backend) : relay(backend, request);
                })
                .recover(failure -> unreachable(server, request, failure));
    }

    private Future<Void> relay(HttpClientRequest backend, HttpServerRequest request) {
        return HttpRelay.send(request, backend).compose(response -> {
            if (rejectRedirects && isRedirect(response)) {
                backend.reset();
                return plain(request, 502, "the backend attempted to redirect this request, which is not permitted");
            }
            return HttpRelay.answer(response, request.response());
        });
    }

    private static boolean isRedirect(HttpClientResponse response) {
        return response.statusCode() / 100 == 3 && response.headers().contains("Location");
    }

    private static Future<Void> unreachable(ApiService server, HttpServerRequest request, Throwable failure) {
        if (request.response().headWritten()) {
            return Future.failedFuture(failure);
        }
        log.warnf("APIService %s: %s", server.name(), failure.getMessage());
        return plain(request, 503, "error trying to reach service: " + failure.getMessage());
    }

    private static Future<Void> plain(HttpServerRequest request, int status, String text) {
        HttpServerResponse response = request.response();
        response.headers().clear();
        request.resume();
        return response.setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(text + "\n");
    }
}
