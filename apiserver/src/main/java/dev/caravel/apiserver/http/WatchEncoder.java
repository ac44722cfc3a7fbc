package dev.caravel.apiserver.http;

import dev.caravel.apiserver.registry.WatchFeed.Message;
import java.util.List;

/** Turns what a watch sees into the lines that go to the client. Thread-safe. */
@FunctionalInterface
public interface WatchEncoder {
    /** One line in pieces, with the newline; the pieces may be shared with other watches and must not be changed. */
    List<byte[]> encode(Message message);

    /** Whether it may wait for somebody, as for a webhook that converts: not to be done on an event loop. */
    default boolean blocks() {
        return false;
    }

    default String contentType() {
        return "application/json";
    }
}
