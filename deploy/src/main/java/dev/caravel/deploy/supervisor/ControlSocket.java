package dev.caravel.deploy.supervisor;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes orders at a unix socket, one line each: {@code watch} (the states, again at every change), {@code reload},
 * {@code stop NAME…} and {@code quit}. Every answer is a line of JSON: the states of all processes.
 */
final class ControlSocket implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Supervisor supervisor;
    private final ObjectMapper json;
    private final Runnable quit;

    ControlSocket(Path path, Supervisor supervisor, ObjectMapper json, Runnable quit) throws IOException {
        this.supervisor = requireNonNull(supervisor, "supervisor is null");
        this.json = requireNonNull(json, "json is null");
        this.quit = requireNonNull(quit, "quit is null");
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().name("control").start(this::accept);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel connection = server.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.err.println("control socket: " + e.getMessage());
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.UTF_8));
                OutputStream out = Channels.newOutputStream(connection)) {
            String order = in.readLine();
            if (order != null) {
                obey(order.split(" "), out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The one who asked has gone away.
        }
    }

    private void obey(String[] order, OutputStream out) throws IOException, InterruptedException {
        switch (order[0]) {
            case "watch" -> watch(out);
            case "reload" -> {
                supervisor.reload();
                answer(out);
            }
            case "stop" -> {
                supervisor.stop(List.of(order).subList(1, order.length));
                answer(out);
            }
            case "quit" -> {
                supervisor.stopAll();
                answer(out);
                quit.run();
            }
            default -> answer(out);
        }
    }

    private void watch(OutputStream out) throws IOException, InterruptedException {
        StateBoard board = supervisor.board();
        long known = board.revision();
        while (true) {
            answer(out);
            known = board.awaitChange(known);
        }
    }

    private void answer(OutputStream out) throws IOException {
        out.write((json.writeValueAsString(supervisor.board().all()) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
