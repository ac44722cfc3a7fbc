package dev.caravel.kubelet.server;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.cri.ContainerRuntime;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.v1.ContainerState;
import dev.caravel.kubelet.logs.LogOptions;
import dev.caravel.kubelet.logs.LogReader;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Serves {@code /containerLogs}. Called on virtual threads. */
final class LogRequests {
    private final PodLookup lookup;
    private final ContainerRuntime runtime;
    private final LogReader reader;
    private final Clock clock;

    LogRequests(PodLookup lookup, ContainerRuntime runtime, LogReader reader, Clock clock) {
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.reader = requireNonNull(reader, "reader is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    void serve(HttpServerRequest request, PodPath path) throws IOException, InterruptedException {
        LogOptions options = options(request.params(), clock.instant());
        RuntimeContainer container = lookup.logged(path, flag(request.params(), "previous"));
        Path file = Path.of(container.logPath());
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "text/plain").setChunked(true);
        if (!Files.exists(file)) {
            throw new HttpAnswer(500, "failed to try resolving symlinks in path \"" + file + "\": no such file");
        }
        reader.read(file, options, () -> running(container.id()), content -> write(response, content));
        response.end();
    }

    private boolean running(String id) {
        try {
            return runtime.containerStatus(id).getState() == ContainerState.CONTAINER_RUNNING;
        } catch (CriException e) {
            return false;
        }
    }

    private static void write(HttpServerResponse response, byte[] content) throws IOException {
        try {
            response.write(Buffer.buffer(content))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static LogOptions options(MultiMap params, Instant now) {
        Optional<Instant> since = Optional.empty();
        if (params.contains("sinceSeconds")) {
            since = Optional.of(now.minusSeconds(number(params, "sinceSeconds", 0)));
        } else if (params.contains("sinceTime")) {
            try {
                since = Optional.of(
                        OffsetDateTime.parse(params.get("sinceTime")).toInstant());
            } catch (DateTimeParseException e) {
                throw new HttpAnswer(400, "{\"message\": \"Unable to decode query.\"}");
            }
        }
        String stream = params.contains("stream") ? params.get("stream") : "All";
        return new LogOptions(
                flag(params, "follow"),
                flag(params, "timestamps"),
                number(params, "tailLines", -1),
                number(params, "limitBytes", -1),
                since,
                !stream.equals("Stderr"),
                !stream.equals("Stdout"));
    }

    private static boolean flag(MultiMap params, String name) {
        String value = params.get(name);
        return value != null && (value.isEmpty() || value.equals("1") || value.equalsIgnoreCase("true"));
    }

    private static long number(MultiMap params, String name, long absent) {
        String value = params.get(name);
        if (value == null || value.isEmpty()) {
            return absent;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new HttpAnswer(400, "{\"message\": \"Unable to decode query.\"}");
        }
    }
}
