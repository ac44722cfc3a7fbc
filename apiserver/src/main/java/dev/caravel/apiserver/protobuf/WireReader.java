package dev.caravel.apiserver.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads the protobuf wire format field by field. Not thread-safe. */
public final class WireReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int position;

    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private WireReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    public boolean hasMore() {
        return position < end;
    }

    /** Field number and wire type in one: number × 8 + type. */
    public int tag() {
        return (int) varint();
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedProtobufException("a number is too long");
    }

    public long fixed64() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            value |= (next() & 0xffL) << shift;
        }
        return value;
    }

    public byte[] bytes() {
        int length = length();
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    public String string() {
        int length = length();
        String text = new String(bytes, position, length, UTF_8);
        position += length;
        return text;
    }

    /** A reader of the message that comes next. */
    public WireReader message() {
        int length = length();
        WireReader inner = new WireReader(bytes, position, position + length);
        position += length;
        return inner;
    }

    public void skip(int wireType) {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> advance(length());
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw new MalformedProtobufException("unknown wire type " + wireType);
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedProtobufException("a field is longer than its message");
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > end - position) {
            throw new MalformedProtobufException("a field is longer than its message");
        }
        position += count;
    }

    private byte next() {
        if (position >= end) {
            throw new MalformedProtobufException("a message ends early");
        }
        return bytes[position++];
    }
}
