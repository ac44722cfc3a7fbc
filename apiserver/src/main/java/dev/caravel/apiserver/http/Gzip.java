package dev.caravel.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses answers as upstream does: fast rather than small, and only what is large. Pure. */
final class Gzip {
    /** Upstream's: what is smaller is not worth the work. */
    static final int FROM = 128 * 1024;

    private static final int BLOCK = 8 * 1024;
    private static final int LARGEST_START = 16 * 1024 * 1024;

    private Gzip() {}

    static byte[] compress(Iterable<byte[]> pieces, long length) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream((int) Math.min(length / 16, LARGEST_START));
        try (GZIPOutputStream out = new Fast(zipped)) {
            for (byte[] piece : pieces) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream out) throws IOException {
            super(out, BLOCK);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
