package dev.caravel.apiserver.streaming;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetSocket;

/**
 * Carries the SPDY connection of a port-forward in the binary messages of a WebSocket (KEP-4006). Bound to one event loop.
 */
final class PortForwardTunnel {
    static final String WEBSOCKET_PROTOCOL = "SPDY/3.1+portforward.k8s.io";
    static final String SPDY_PROTOCOL = "portforward.k8s.io";

    private PortForwardTunnel() {}

    static void join(ServerWebSocket client, NetSocket kubelet) {
        client.binaryMessageHandler(message -> {
            kubelet.write(message);
            if (kubelet.writeQueueFull()) {
                client.pause();
            }
        });
        kubelet.drainHandler(_ -> client.resume());
        kubelet.handler(bytes -> {
            client.writeBinaryMessage(bytes);
            if (client.writeQueueFull()) {
                kubelet.pause();
            }
        });
        client.drainHandler(_ -> kubelet.resume());
        client.closeHandler(_ -> kubelet.close());
        client.exceptionHandler(_ -> kubelet.close());
        kubelet.endHandler(_ -> client.close());
        kubelet.exceptionHandler(_ -> kubelet.close());
    }
}
