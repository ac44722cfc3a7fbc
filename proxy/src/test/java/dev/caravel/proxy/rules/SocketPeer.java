package dev.caravel.proxy.rules;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A program that listens or connects in the network namespace that it is started in. */
final class SocketPeer {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private SocketPeer() {}

    public static void main(String... args) throws IOException {
        switch (args[0]) {
            case "serve" -> serve(args[1], Integer.parseInt(args[2]));
            case "fetch" -> fetch(args[1], Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void serve(String text, int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port)) {
            System.out.println("listening");
            while (true) {
                try (Socket peer = server.accept()) {
                    peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static void fetch(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MILLIS);
            System.out.print(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (ConnectException e) {
            System.out.print("refused");
        }
    }
}
