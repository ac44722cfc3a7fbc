package dev.caravel.deploy.addons;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a DNS server for an address, as RFC 1035 has it, and looks no further than whether there is an answer. */
public final class DnsQuestion {
    private static final int PORT = 53;
    private static final int ID = 0x4361;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int TYPE_A = 1;
    private static final int CLASS_IN = 1;
    private static final int LARGEST = 512;
    private static final int CODE_OFFSET = 3;
    private static final int CODE_MASK = 0x0f;
    private static final int ANSWERS_OFFSET = 7;
    private static final Duration QUESTION = Duration.ofMillis(500);

    private DnsQuestion() {}

    /** UDP loses things: asked again until the patience ends. */
    public static boolean answered(String server, String name, Duration patience)
            throws IOException, InterruptedException {
        byte[] question = question(name);
        long deadline = System.nanoTime() + patience.toNanos();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(Math.toIntExact(QUESTION.toMillis()));
            while (System.nanoTime() < deadline) {
                if (ask(socket, new DatagramPacket(question, question.length, InetAddress.getByName(server), PORT))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean ask(DatagramSocket socket, DatagramPacket question) throws InterruptedException {
        DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
        try {
            socket.send(question);
            socket.receive(answer);
            byte[] data = answer.getData();
            return (data[CODE_OFFSET] & CODE_MASK) == 0 && data[ANSWERS_OFFSET] > 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            Thread.sleep(QUESTION);
            return false;
        }
    }

    private static byte[] question(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(ID);
        out.writeShort(RECURSION_DESIRED);
        out.writeShort(1);
        out.writeShort(0);
        out.writeInt(0);
        for (String label : name.split("\\.")) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(TYPE_A);
        out.writeShort(CLASS_IN);
        return bytes.toByteArray();
    }
}
