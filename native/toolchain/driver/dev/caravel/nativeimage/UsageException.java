package dev.caravel.nativeimage;

/** Something that the user asked for and cannot have. The message is all that is printed. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
