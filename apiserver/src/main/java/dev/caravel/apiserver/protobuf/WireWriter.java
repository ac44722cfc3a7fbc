package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes the protobuf wire format field by field. Not thread-safe. */
public final class WireWriter {
    private static final int INITIAL = 256;

    private byte[] bytes = new byte[INITIAL];
    private int length;

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
        tag(number, WireReader.BYTES);
        rawVarint(value.length);
        require(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** What the other has written becomes the content of a field. */
    public void message(int number, WireWriter content) {
        tag(number, WireReader.BYTES);
        rawVarint(content.length);
        require(content.length);
        System.arraycopy(content.bytes, 0, bytes, length, content.length);
        length += content.length;
    }

    /** A message of that many bytes is a field; they are written elsewhere. */
    void beginMessage(int number, int length) {
        tag(number, WireReader.BYTES);
        rawVarint(length);
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

    private void require(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
