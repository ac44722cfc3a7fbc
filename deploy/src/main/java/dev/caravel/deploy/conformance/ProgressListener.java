package dev.caravel.deploy.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Consumer;

/**
 * Receives what the suite posts as tests end, and says it in a line each. A parallel run has many processes that count
 * only what is theirs, so the counting is done here.
 */
final class ProgressListener implements AutoCloseable {
    private static final String PASSED = "PASSED ";
    private static final String FAILED = "FAILED ";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NO_BODY = -1;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Consumer<String> lines;
    private int ended;

    private ProgressListener(HttpServer server, Consumer<String> lines) {
        this.server = requireNonNull(server, "server is null");
        this.lines = requireNonNull(lines, "lines is null");
    }

    static ProgressListener start(Consumer<String> lines) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ProgressListener listener = new ProgressListener(server, lines);
        server.createContext("/", listener::receive);
        server.start();
        return listener;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = OK;
            try {
                say(json.readTree(exchange.getRequestBody()).path("msg"));
            } catch (JsonProcessingException e) {
                status = BAD_REQUEST;
            }
            exchange.sendResponseHeaders(status, NO_BODY);
        }
    }

    /** Called by the server's one thread. */
    private void say(JsonNode message) {
        String text = message.asText();
        if (text.startsWith(PASSED)) {
            lines.accept("  ✓ %4d  %s".formatted(++ended, text.substring(PASSED.length())));
        } else if (text.startsWith(FAILED)) {
            lines.accept("  ✗ %4d  %s".formatted(++ended, text.substring(FAILED.length())));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
