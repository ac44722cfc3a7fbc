package dev.caravel.apiserver.fuzz.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** HTTP/2 as bytes, right or wrong: RFC 9113 and, for headers, the plainest form of RFC 7541. */
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PUSH = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** One that the server has sent. */
    record Frame(int type, int stream, byte[] payload) {
        /** Of a reset its reason, which is the payload's first number. */
        int number() {
            return number(0);
        }

        /** Of a farewell the reason, at 4. */
        int number(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }
    }

    /** Reads up to the last one that is wanted. */
    static List<Frame> read(InputStream in, Predicate<Frame> last) throws IOException {
        List<Frame> frames = new ArrayList<>();
        DataInputStream data = new DataInputStream(in);
        do {
            int length = data.readUnsignedShort() << 8 | data.readUnsignedByte();
            int type = data.readUnsignedByte();
            data.readUnsignedByte();
            int stream = data.readInt();
            byte[] payload = new byte[length];
            data.readFully(payload);
            frames.add(new Frame(type, stream, payload));
        } while (!last.test(frames.getLast()));
        return frames;
    }

    Frames preface() {
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        return frame(SETTINGS, 0, 0, new byte[0]);
    }

    Frames frame(int type, int flags, int stream, byte[] payload) {
        number(payload.length, 3);
        number(type, 1);
        number(flags, 1);
        number(stream, 4);
        out.writeBytes(payload);
        return this;
    }

    Frames request(int stream, String method, String path, boolean ends) {
        return frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, head(method, path));
    }

    Frames reset(int stream) {
        return frame(RESET, 0, stream, new byte[] {0, 0, 0, 8});
    }

    static byte[] head(String method, String path) {
        return head(method, path, "localhost");
    }

    static byte[] head(String method, String path, String authority) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(header(":method", method));
        head.writeBytes(header(":scheme", "https"));
        head.writeBytes(header(":authority", authority));
        head.writeBytes(header(":path", path));
        return head.toByteArray();
    }

    /** A literal that is not indexed, with a new name. */
    static byte[] header(String name, String value) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(0);
        text(header, name);
        text(header, value);
        return header.toByteArray();
    }

    private static void text(ByteArrayOutputStream into, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int length = bytes.length;
        if (length < 127) {
            into.write(length);
        } else {
            into.write(127);
            for (length -= 127; length >= 128; length /= 128) {
                into.write(length % 128 + 128);
            }
            into.write(length);
        }
        into.writeBytes(bytes);
    }

    private void number(int value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >>> 8 * i);
        }
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
