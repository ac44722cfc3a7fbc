package dev.caravel.machinery.serving;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.NetSocket;
import java.util.Map;

/**
 * Turns a server's HTTP/1.1 connection over to another protocol. Vert.x' own {@code toNetSocket} does so for GET alone,
 * and SPDY clients upgrade by POST.
 */
public final class ProtocolSwitch {
    private ProtocolSwitch() {}

    /**
     * Answers 101 with these headers. Must be called on the request's event loop, with nothing answered yet.
     *
     * @return the socket, paused: what the client sends from here on
     */
    public static Future<NetSocket> accept(HttpServerRequest request, Iterable<Map.Entry<String, String>> headers) {
        if (!(request.connection() instanceof Http1xServerConnection connection)) {
            return Future.failedFuture("only HTTP/1.1 connections can change their protocol");
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        request.resume();
        return connection.netSocket().map(socket -> {
            socket.pause();
            socket.write(head.append("\r\n").toString());
            return socket;
        });
    }
}
