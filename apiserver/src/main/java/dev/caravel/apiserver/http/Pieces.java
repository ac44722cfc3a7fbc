package dev.caravel.apiserver.http;

/** A document in pieces that follow each other. Pure. */
public final class Pieces {
    private Pieces() {}

    public static long length(Iterable<byte[]> pieces) {
        long length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        return length;
    }

    /** @throws ArithmeticException when it is more than an array holds */
    public static byte[] joined(Iterable<byte[]> pieces) {
        byte[] whole = new byte[Math.toIntExact(length(pieces))];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
