package dev.caravel.apiserver.http;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.GroupResource;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Subresources that connect the client with something else: log, exec, attach, port-forward, proxy. Called for any method
 * and after authorization. Thread-safe.
 */
public interface ConnectHandler {
    /** @param options the query's parameters */
    record Call(RequestInfo info, UserInfo user, MultiMap options) {}

    /** The resource whose subresources these are, for example pods. */
    GroupResource resource();

    Set<String> subresources();

    /**
     * Finds the other side and checks what is asked. On a virtual thread, may block.
     *
     * @throws dev.caravel.apiserver.status.ApiException to refuse
     */
    Connection prepare(Call call);

    /** What is ready to be connected. */
    @FunctionalInterface
    interface Connection {
        /**
         * Called once on the request's event loop, with the request paused and nothing answered. When the future fails and
         * the response's head has not been written, the failure is answered as a Status.
         */
        Future<Void> connect(HttpServerRequest request);
    }
}
