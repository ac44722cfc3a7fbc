package dev.caravel.dns.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers over TCP, a virtual thread per connection, queries of one in order (RFC 7766). Thread-safe. */
public final class TcpServer implements AutoCloseable {
    private static final Logger log = Logger.getLogger(TcpServer.class);

    /** How long an idle connection is kept. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final Responder responder;

    /** @throws IOException when the address cannot be taken */
    public TcpServer(InetSocketAddress address, Responder responder) throws IOException {
        this.server = new ServerSocket();
        this.server.setReuseAddress(true);
        this.server.bind(address);
        this.responder = responder;
        Thread.ofVirtual().name("dns-tcp").start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.startVirtualThread(() -> serve(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    log.warnf("accept: %s", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout((int) IDLE.toMillis());
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                Optional<byte[]> answer = answer(query);
                if (answer.isEmpty()) {
                    return;
                }
                out.writeShort(answer.get().length);
                out.write(answer.get());
                out.flush();
            }
        } catch (EOFException e) {
            log.tracef("%s is done", client);
        } catch (IOException e) {
            log.debugf("%s: %s", client, e.getMessage());
        }
    }

    private Optional<byte[]> answer(byte[] query) {
        return switch (responder.reply(query, true)) {
            case Responder.Ready ready -> ready.answer();
            case Responder.Deferred deferred -> Optional.of(deferred.work().answer());
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
