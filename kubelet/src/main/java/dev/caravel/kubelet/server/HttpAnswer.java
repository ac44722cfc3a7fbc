package dev.caravel.kubelet.server;

/** A request cannot be served; the text is what upstream's kubelet answers. */
final class HttpAnswer extends RuntimeException {
    private final int status;

    HttpAnswer(int status, String text) {
        super(text);
        this.status = status;
    }

    int status() {
        return status;
    }
}
