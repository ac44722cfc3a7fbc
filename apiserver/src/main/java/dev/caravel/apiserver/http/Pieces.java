package dev.caravel.apiserver.http;

import java.util.List;

/** A document in pieces that follow each other. Pure. */
public final class Pieces {
    private Pieces() {}

    /** @throws ArithmeticException when it is more than an array holds */
    public static int length(List<byte[]> pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length = Math.addExact(length, piece.length);
        }
        return length;
    }

    public static byte[] joined(List<byte[]> pieces) {
        byte[] whole = new byte[length(pieces)];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
