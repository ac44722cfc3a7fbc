package dev.caravel.apiserver.http.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/**
 * Reads along what a client sends in HTTP/2, no further than the heads of its frames: whether it begins as RFC 9113, 3.4 says, and
 * whether it goes on with one request's headers in ever so many pieces, which Netty never tires of. Not thread-safe.
 */
final class Http2Inspection {
    enum Finding {
        FINE,
        NO_PREFACE,
        /** CVE-2024-27316. */
        CONTINUATIONS
    }

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    private static final int HEAD = 9;
    private static final int CONTINUATION = 9;

    /** Clients fill a frame before they begin another. */
    private static final int SMALL = 8 * 1024;

    private static final int MAX_SMALL = 16;

    private int preface;
    private int head;
    private int length;
    private int payload;
    private int small;

    /** @param bytes the next that the client has sent; they are not consumed */
    Finding inspect(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex() && preface < PREFACE.length) {
            if (bytes.getByte(at++) != PREFACE[preface++]) {
                return Finding.NO_PREFACE;
            }
        }
        while (at < bytes.writerIndex()) {
            int skipped = Math.min(payload, bytes.writerIndex() - at);
            payload -= skipped;
            at += skipped;
            if (at < bytes.writerIndex() && !admits(bytes.getUnsignedByte(at++))) {
                return Finding.CONTINUATIONS;
            }
        }
        return Finding.FINE;
    }

    /** @param octet the next of a frame's head */
    private boolean admits(int octet) {
        if (head < 3) {
            length = length << 8 | octet;
        } else if (head == 3) {
            small = octet != CONTINUATION ? 0 : length < SMALL ? small + 1 : small;
        }
        if (++head == HEAD) {
            payload = length;
            length = 0;
            head = 0;
        }
        return small <= MAX_SMALL;
    }
}
