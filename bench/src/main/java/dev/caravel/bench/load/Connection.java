package dev.caravel.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;

/** One connection that is kept, over which one request after another goes (HTTP/1.1). As cheap as it can be; for one thread. */
public final class Connection implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    private int status;
    private long length;
    private boolean chunked;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = socket.getInputStream();
    }

    /** What was asked for: {@code body} empty for none. */
    public record Request(String method, String path, String accept, String contentType, byte[] body) {
        private static final byte[] NONE = {};

        public static Request get(String path) {
            return get(path, "application/json");
        }

        public static Request get(String path, String accept) {
            return new Request("GET", path, accept, "", NONE);
        }

        public static Request post(String path, byte[] json) {
            return new Request("POST", path, "application/json", "application/json", json);
        }

        public static Request put(String path, byte[] json) {
            return new Request("PUT", path, "application/json", "application/json", json);
        }

        public static Request delete(String path) {
            return new Request("DELETE", path, "application/json", "", NONE);
        }

        public static Request mergePatch(String path, byte[] json) {
            return new Request("PATCH", path, "application/json", "application/merge-patch+json", json);
        }

        private byte[] head() {
            StringBuilder head = new StringBuilder()
                    .append("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path))
                    .append("User-Agent: caravel-bench\r\nAccept: %s\r\n".formatted(accept));
            if (body.length > 0) {
                head.append("Content-Type: %s\r\nContent-Length: %d\r\n".formatted(contentType, body.length));
            }
            return head.append("\r\n").toString().getBytes(US_ASCII);
        }
    }

    /** Whatever the server answered. */
    public record Answer(int status, byte[] body) {}

    /** Sends a request; what came back, success or not. */
    public Answer ask(Request request) throws IOException {
        send(request);
        readHead();
        return new Answer(status, body());
    }

    /** Sends a request and reads past the answer's body, which it must have; its size in bytes. */
    public long exchange(Request request) throws IOException {
        begin(request);
        return skipBody();
    }

    /** As {@link #exchange}, and keeps the body. */
    public byte[] fetch(Request request) throws IOException {
        begin(request);
        return body();
    }

    private byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (long left = nextPart(); left > 0; left = nextPart()) {
            while (left > 0) {
                int taken = (int) Math.min(left, available());
                body.write(buffer, position, taken);
                position += taken;
                left -= taken;
            }
            endPart();
        }
        return body.toByteArray();
    }

    /** Sends a request and reads the head of the answer, which has to be a success. */
    public void begin(Request request) throws IOException {
        send(request);
        readHead();
        if (status >= 300) {
            throw new IOException("%s %s: status %d".formatted(request.method(), request.path(), status));
        }
    }

    private void send(Request request) throws IOException {
        out.write(request.head());
        out.write(request.body());
        out.flush();
    }

    /** Fails a read that waits longer; zero for never. */
    public void giveUpAfter(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    /** The next byte of a body of chunks, or -1 at its end. For watches. */
    public int nextByte() throws IOException {
        if (length == 0) {
            length = nextPart();
            if (length == 0) {
                return -1;
            }
        }
        int next = read();
        if (--length == 0) {
            endPart();
        }
        return next;
    }

    private long skipBody() throws IOException {
        long size = 0;
        for (long part = nextPart(); part > 0; part = nextPart()) {
            size += part;
            skip(part);
            endPart();
        }
        return size;
    }

    /** The size of the next part of a body; 0 when there is none. */
    private long nextPart() throws IOException {
        if (chunked) {
            long size = Long.parseLong(line(), 16);
            if (size == 0) {
                line();
                chunked = false;
            }
            return size;
        }
        long size = length;
        length = 0;
        return size;
    }

    private void endPart() throws IOException {
        if (chunked) {
            line();
        }
    }

    private void readHead() throws IOException {
        status = Integer.parseInt(line().split(" ", 3)[1]);
        length = 0;
        chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = true;
            }
        }
        if (chunked) {
            length = 0;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            int taken = (int) Math.min(left, available());
            position += taken;
            left -= taken;
        }
    }

    private int read() throws IOException {
        available();
        return buffer[position++] & 0xff;
    }

    private int available() throws IOException {
        if (position == limit) {
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                throw new EOFException("the server ended the connection");
            }
        }
        return limit - position;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
