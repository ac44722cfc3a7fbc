package dev.caravel.apiserver.webhook;

/** A webhook could not be asked, or gave no answer that can be understood. */
public final class WebhookException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int UNAVAILABLE = 503;

    private final int code;

    public WebhookException(String message) {
        this(message, UNAVAILABLE);
    }

    /** @param code the HTTP status that stands for the failure */
    public WebhookException(String message, int code) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
