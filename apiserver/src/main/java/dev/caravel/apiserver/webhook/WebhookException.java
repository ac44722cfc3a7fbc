package dev.caravel.apiserver.webhook;

/** A webhook could not be asked, or gave no answer that can be understood. */
public final class WebhookException extends Exception {
    private static final long serialVersionUID = 1L;

    public WebhookException(String message) {
        super(message);
    }
}
