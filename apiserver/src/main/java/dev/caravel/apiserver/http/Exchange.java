package dev.caravel.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request on its way through the server.
 *
 * @param context its event loop
 */
record Exchange(HttpServerRequest request, Context context, RequestInfo info, Deadline deadline, Client client) {}
