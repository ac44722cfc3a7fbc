package dev.caravel.kubelet.probes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Opens a connection to a port; success is that it opens. */
final class TcpCheck {
    private TcpCheck() {}

    static ProbeResult connect(String host, int port, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return ProbeResult.OK;
        } catch (IOException e) {
            String why = e instanceof java.net.ConnectException
                    ? "connect: connection refused"
                    : e instanceof java.net.SocketTimeoutException ? "i/o timeout" : e.getMessage();
            return ProbeResult.failure("dial tcp " + host + ":" + port + ": " + why);
        }
    }
}
