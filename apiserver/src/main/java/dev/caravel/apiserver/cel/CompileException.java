package dev.caravel.apiserver.cel;

/** An expression that cannot be used; the message is upstream's, with the place marked in the expression. */
public final class CompileException extends Exception {
    private static final long serialVersionUID = 1L;

    public CompileException(String message) {
        super(message);
    }
}
