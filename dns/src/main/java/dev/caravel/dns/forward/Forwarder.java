package dev.caravel.dns.forward;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Passes questions on to other name servers, byte for byte, by the protocol they came in. Blocks; thread-safe.
 */
public final class Forwarder {
    private static final Logger log = Logger.getLogger(Forwarder.class);

    /** As libc's resolver has it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_MESSAGE = 65_535;

    private final List<InetSocketAddress> servers;

    public Forwarder(List<InetSocketAddress> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * The first answer of any server, asked in order.
     *
     * @throws IOException when none answers
     */
    public byte[] ask(byte[] query, boolean tcp) throws IOException {
        IOException failure = new IOException("no name server is configured");
        for (InetSocketAddress server : servers) {
            try {
                return tcp ? askByTcp(server, query) : askByUdp(server, query);
            } catch (IOException e) {
                log.debugf("%s: %s", server, e.getMessage());
                failure = e;
            }
        }
        throw failure;
    }

    private static byte[] askByUdp(InetSocketAddress server, byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server); // only this server's answers are taken
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[MAX_MESSAGE], MAX_MESSAGE);
            do {
                socket.receive(answer);
            } while (!sameId(query, answer.getData()));
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    private static boolean sameId(byte[] query, byte[] answer) {
        return query[0] == answer[0] && query[1] == answer[1];
    }

    private static byte[] askByTcp(InetSocketAddress server, byte[] query) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, (int) TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(query.length);
            out.write(query);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            return answer;
        }
    }
}
