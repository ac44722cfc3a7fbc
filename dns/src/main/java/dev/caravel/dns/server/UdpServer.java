package dev.caravel.dns.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** Answers over UDP: from the zone on the receiving thread, all else on a virtual thread each. Thread-safe. */
public final class UdpServer implements AutoCloseable {
    private static final Logger log = Logger.getLogger(UdpServer.class);
    private static final int MAX_QUERY = 4096;

    private final DatagramSocket socket;
    private final Responder responder;

    /** @throws IOException when the address cannot be taken */
    public UdpServer(InetSocketAddress address, Responder responder) throws IOException {
        this.socket = new DatagramSocket(address);
        this.responder = responder;
        Thread.ofVirtual().name("dns-udp").start(this::receive);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void receive() {
        byte[] buffer = new byte[MAX_QUERY];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    log.warnf("receive: %s", e.getMessage());
                }
                continue;
            }
            answer(Arrays.copyOf(buffer, packet.getLength()), packet.getSocketAddress());
        }
    }

    private void answer(byte[] query, SocketAddress client) {
        switch (responder.reply(query, false)) {
            case Responder.Ready ready -> ready.answer().ifPresent(answer -> send(answer, client));
            case Responder.Deferred deferred ->
                Thread.startVirtualThread(() -> send(deferred.work().answer(), client));
        }
    }

    private void send(byte[] answer, SocketAddress client) {
        try {
            socket.send(new DatagramPacket(answer, answer.length, client));
        } catch (IOException e) {
            log.debugf("%s: %s", client, e.getMessage());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
