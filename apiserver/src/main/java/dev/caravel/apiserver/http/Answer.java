package dev.caravel.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.WatchFeed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What goes back to the client. */
public sealed interface Answer {
    /** Bytes that are ready, in pieces so that none need be copied. */
    record Content(int status, String contentType, Map<String, String> headers, List<byte[]> pieces)
            implements Answer {}

    /** Events until the watch ends; {@code end} gives the feed back. */
    record Watch(WatchFeed feed, WatchEncoder encoder, java.time.Duration timeout, boolean bookmarks, Runnable end)
            implements Answer {}

    /** The connection itself. */
    record Connect(ConnectHandler.Connection connection) implements Answer {}

    static Content json(int status, ObjectNode object) {
        return new Content(status, "application/json", Map.of(), List.of(JsonCodec.write(object)));
    }

    static Content text(int status, String text) {
        return new Content(
                status, "text/plain; charset=utf-8", Map.of(), List.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
