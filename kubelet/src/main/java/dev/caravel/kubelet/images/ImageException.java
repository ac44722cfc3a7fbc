package dev.caravel.kubelet.images;

import static java.util.Objects.requireNonNull;

/** A container has no image to start from; reason and message are those of its waiting state. */
public final class ImageException extends RuntimeException {
    private final String reason;
    private final String event;

    ImageException(String reason, String event, String message) {
        super(message);
        this.reason = requireNonNull(reason, "reason is null");
        this.event = requireNonNull(event, "event is null");
    }

    public String reason() {
        return reason;
    }

    /** What the event about the failed container says. */
    public String event() {
        return event;
    }
}
