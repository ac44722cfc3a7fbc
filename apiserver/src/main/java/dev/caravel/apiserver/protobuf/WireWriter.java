package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes the protobuf wire format field by field. Not thread-safe. */
public final class WireWriter {
    private static final int INITIAL = 256;

    private byte[] bytes;
    private int length;

    public WireWriter() {
        this(INITIAL);
    }

    /** @param expected about as many bytes as there will be */
    WireWriter(int expected) {
        bytes = new byte[expected];
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public void varint(int number, long value) {
        tag(number, WireReader.VARINT);
        rawVarint(value);
    }

    public void fixed64(int number, long value) {
        tag(number, WireReader.FIXED64);
        require(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    public void string(int number, String value) {
        bytes(number, value.getBytes(UTF_8));
    }

    public void bytes(int number, byte[] value) {
        bytes(number, value, 0, value.length);
    }

    void bytes(int number, byte[] from, int start, int end) {
        tag(number, WireReader.BYTES);
        rawVarint(end - start);
        raw(from, start, end);
    }

    /** What the other has written becomes the content of a field. */
    public void message(int number, WireWriter content) {
        bytes(number, content.bytes, 0, content.length);
    }

    /** A message of that many bytes is a field; they are written elsewhere. */
    void beginMessage(int number, int length) {
        tag(number, WireReader.BYTES);
        rawVarint(length);
    }

    /** What is written until {@link #end} is the content of a field. */
    int begin(int number) {
        tag(number, WireReader.BYTES);
        require(1);
        return ++length;
    }

    /** Sets the length of what began there. One byte was left for it; content that has a longer one moves. */
    void end(int begun) {
        int size = length - begun;
        int more = lengthOf(size) - 1;
        if (more > 0) {
            require(more);
            System.arraycopy(bytes, begun, bytes, begun + more, size);
        }
        length = begun - 1;
        rawVarint(size);
        length += size;
    }

    /** What is no field of its own. */
    void raw(byte[] from, int start, int end) {
        int count = end - start;
        require(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    /** What the other has written from one place to another. */
    void raw(WireWriter other, int start, int end) {
        raw(other.bytes, start, end);
    }

    int length() {
        return length;
    }

    /** Forgets what was written after that. */
    void truncate(int to) {
        length = to;
    }

    private void tag(int number, int wireType) {
        rawVarint((long) number << 3 | wireType);
    }

    private void rawVarint(long value) {
        require(10);
        long left = value;
        while ((left & ~0x7fL) != 0) {
            bytes[length++] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    private static int lengthOf(int value) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
    }

    private void require(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
