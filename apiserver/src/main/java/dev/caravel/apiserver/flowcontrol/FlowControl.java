package dev.caravel.apiserver.flowcontrol;

import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import io.vertx.core.MultiMap;
import java.util.Map;

/** Keeps the server from serving more at once than it can. Thread-safe. */
public interface FlowControl extends AutoCloseable {
    /**
     * Waits for the request's turn.
     *
     * @throws dev.caravel.apiserver.status.ApiException 429 when it does not come
     */
    Seat enter(UserInfo user, RequestInfo info, MultiMap query) throws InterruptedException;

    /** A request's place; given back by closing it, once or more often. */
    interface Seat extends AutoCloseable {
        Seat FREE = Map::of;

        /** Headers of the answer. */
        Map<String, String> headers();

        @Override
        default void close() {}
    }

    @Override
    default void close() throws Exception {}
}
