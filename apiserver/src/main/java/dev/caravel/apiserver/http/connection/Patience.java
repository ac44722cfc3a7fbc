package dev.caravel.apiserver.http.connection;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a client may keep the server waiting. Of requests that are being served there is no limit here: a watch may be silent
 * for as long as it likes.
 *
 * @param handshake for TLS
 * @param head for a request's head, from the handshake or the head's first byte on
 * @param idle between requests
 */
public record Patience(Duration handshake, Duration head, Duration idle) {
    public Patience {
        requireNonNull(handshake, "handshake is null");
        requireNonNull(head, "head is null");
        requireNonNull(idle, "idle is null");
    }
}
